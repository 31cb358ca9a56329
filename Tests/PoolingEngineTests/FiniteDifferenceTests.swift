import PoolingEngine
import TestSupport
import Testing

/// Gradients against what the forward pass does when a sample moves: no formula of the backward pass is used.
///
/// The loss is Σ g·y in float64, its slope (L(x + h) − L(x − h))/2h. That is off by h²·|L‴|/6 and by the rounding of the two losses,
/// about u·Σ|g·y|/h. With h = 2⁻¹⁷ ≈ ∛u the second is 2⁻⁵³·100/2⁻¹⁷ ≈ 1.5·10⁻⁹ for losses up to 100. The third derivatives are
/// 0 for all that is piecewise linear (max, averages, sums, norms of ±∞), and below 10³ for norms and softmax weights at samples from
/// ½ to 2½ and temperatures from ½: h²·10³/6 ≈ 10⁻⁸. So 10⁻⁷ holds all of them, four orders below any sample that is wrong.
@Suite("Gradients against finite differences in float64")
struct FiniteDifferenceTests {
  static let step = 0x1p-17
  static let tolerance = 1e-7

  #if DEBUG
    static let rounds = 15
  #else
    static let rounds = 600
  #endif

  @Test("Random layers of every family", arguments: ReferenceGradientLayer.Family.allCases)
  func random(_ family: ReferenceGradientLayer.Family) throws {
    var compared = 0
    for round in 0..<Self.rounds {
      var random = SeededRandom(seed: 51 &+ UInt64(round) &* 1000)
      let size = Size(height: random.int(1...6), width: random.int(1...7))
      let layer = ReferenceGradientLayer.random(family, within: size, planes: 2, using: &random)
      // No slope stands in for a function whose weights are taken for constants.
      if case .soft(_, true) = layer.operation { continue }
      // Nor has the root of a border below 0 one.
      if case .norm(let norm) = layer.operation, norm != norm.rounded(), norm.isFinite,
        case .sliding(let sliding) = layer.windows, case .constant(..<0) = sliding.border
      {
        continue
      }
      guard let output = try? layer.engine.geometry(of: size).output else { continue }
      let g = Planes<Double>.random(.noise, channels: 2, size: output, using: &random)
      let difference = try Self.difference(
        layer.engine, Self.distinct(size, &random), Self.distinct(size, &random), g)
      if let difference {
        Issue.record("seed \(random.seed), \(layer): \(difference)")
        return
      }
      compared += 1
    }
    #expect(compared > Self.rounds / 3, "most layers are accepted and have a slope")
  }

  static let sliding: [(reason: String, Windowing)] = [
    ("plain", .sliding(2)),
    ("overlapping", .sliding(3, stride: 1)),
    ("partial windows of ceil mode", .sliding(3, stride: 2, ceilMode: true)),
    ("repeated edge", .sliding(3, stride: 2, padding: .all(2), border: .replicate)),
    ("mirrored edge", .sliding(3, stride: 2, padding: .all(2), border: .reflect, ceilMode: true)),
    ("one window", .global),
  ]

  @Test("The same windows under every reduction", arguments: sliding.indices)
  func everyReduction(_ number: Int) throws {
    let (reason, windowing) = Self.sliding[number]
    let reductions: [(Reduction, Dialect)] = [
      (.max, .torch), (.min, .onnx), (.average, .torch), (.average(divisorOverride: -3), .torch),
      (.sum, .onnx),
      (.lp(1), .torch), (.lp(2), .torch), (.lp(3.5), .torch), (.lp(-1), .torch), (.lp(0.5), .torch),
      (.lp(.infinity), .torch), (.lp(-.infinity), .torch), (.lp(1), .onnx), (.lp(3), .onnx),
      (.soft(), .torch), (.soft(temperature: 0.5), .onnx), (.attention(), .torch),
      (.attention(temperature: 3), .onnx),
    ]
    for (reduction, dialect) in reductions {
      var random = SeededRandom(seed: 53)
      let layer = Pooling(reduction, over: windowing, dialect: dialect)
      let size = Size(height: 6, width: 7)
      let g = Planes<Double>.random(
        .noise, channels: 2, size: try layer.geometry(of: size).output, using: &random)
      let difference = try Self.difference(
        layer, Self.distinct(size, &random), Self.distinct(size, &random), g)
      #expect(difference == nil, "\(reason), \(reduction) \(dialect)")
    }
  }

  @Test("Dilated and padded windows, where a dialect has them")
  func dilated() throws {
    let windowing = Windowing.sliding(3, stride: 2, padding: .all(1), dilation: 2)
    let layers = [
      Pooling(.max, over: windowing),
      Pooling(.average(countIncludePad: true), over: windowing, dialect: .onnx),
      Pooling(.average, over: windowing, dialect: .onnx), Pooling(.lp(2), over: windowing, dialect: .onnx),
      Pooling(.soft(), over: windowing), Pooling(.attention(), over: windowing),
    ]
    for layer in layers {
      var random = SeededRandom(seed: 54)
      let size = Size(height: 7, width: 8)
      let g = Planes<Double>.random(
        .noise, channels: 2, size: try layer.geometry(of: size).output, using: &random)
      let difference = try Self.difference(
        layer, Self.distinct(size, &random), Self.distinct(size, &random), g)
      #expect(difference == nil, "\(layer.reduction) \(layer.dialect)")
    }
  }

  @Test("Shared logits get the sum over the planes")
  func sharedLogits() throws {
    var random = SeededRandom(seed: 55)
    let size = Size(height: 4, width: 5)
    let layer = Pooling(.attention(temperature: 2), over: .sliding(3, stride: 1, padding: .all(1)))
    let shared = try Planes(channels: 1, size: size, Array(Self.distinct(size, &random).samples.prefix(20)))
    let g = Planes<Double>.random(.noise, channels: 2, size: size, using: &random)
    #expect(try Self.difference(layer, Self.distinct(size, &random), shared, g) == nil)
  }

  @Test("Unpooling is linear in its values")
  func unpooling() throws {
    var random = SeededRandom(seed: 56)
    let size = Size(height: 4, width: 6)
    let (values, indices) = try Pooling(.max, over: .sliding(2)).withIndices(Self.distinct(size, &random))
    let unpooling = MaxUnpooling(kernel: 2)
    let g = Planes<Double>.random(.noise, channels: 2, size: size, using: &random)
    let gradient = try unpooling.gradient(of: indices, upstream: g)
    let slopes = try Self.slopes(values) { try Self.loss(unpooling($0, indices: indices), g) }
    #expect(Self.first(gradient, slopes) == nil)
  }

  // MARK: - Slopes

  /// Two planes of numbers from ½ to 2½ that lie 2·10⁻² apart at least, so that no step changes their order.
  private static func distinct(_ size: Size, _ random: inout SeededRandom) -> Planes<Double> {
    let count = size.height * size.width
    var planes = Planes<Double>(channels: 2, size: size, repeating: 0)
    for plane in 0..<2 {
      var order = Array(0..<count)
      for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, random.int(0...last)) }
      for (place, number) in order.enumerated() {
        planes[plane, place / size.width, place % size.width] =
          0.5 + 2 * Double(number) / Double(max(count, 100))
      }
    }
    return planes
  }

  private static func loss(_ y: Planes<Double>, _ g: Planes<Double>) -> Double {
    // A window without taps is −∞ wherever samples move.
    zip(y.samples, g.samples).reduce(0) { $0 + ($1.0.isFinite ? $1.0 * $1.1 : 0) }
  }

  /// The slope of a loss along every sample.
  private static func slopes(
    _ planes: Planes<Double>, _ loss: (Planes<Double>) throws -> Double
  ) throws -> [Double] {
    let count = planes.size.height * planes.size.width
    return try planes.samples.indices.map { i in
      let (plane, row, column) = (i / count, i % count / planes.size.width, i % planes.size.width)
      var (above, below) = (planes, planes)
      above[plane, row, column] += step
      below[plane, row, column] -= step
      return try (loss(above) - loss(below)) / (2 * step)
    }
  }

  /// The first sample whose gradient is not its slope.
  private static func difference(
    _ layer: Pooling, _ input: Planes<Double>, _ logits: Planes<Double>, _ g: Planes<Double>
  ) throws -> String? {
    guard layer.reduction.takesLogits else {
      return first(
        try layer.gradient(of: input, upstream: g),
        try slopes(input) { loss(try layer($0, as: Double.self), g) })
    }
    let (own, theirs) = try layer.gradients(of: input, logits: logits, upstream: g)
    return try first(own, slopes(input) { loss(try layer($0, logits: logits, as: Double.self), g) })
      ?? first(theirs, slopes(logits) { loss(try layer(input, logits: $0, as: Double.self), g) })
  }

  private static func first(_ gradient: Planes<Double>, _ slopes: [Double]) -> String? {
    for (i, (sample, slope)) in zip(gradient.samples, slopes).enumerated() {
      // Slopes of negative norms and large sums grow with what they are slopes of.
      guard (sample - slope).magnitude <= tolerance * max(1, slope.magnitude) else {
        return "sample \(i) of planes of \(gradient.size): gradient \(sample), slope \(slope)"
      }
    }
    return nil
  }
}
