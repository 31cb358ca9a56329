import PoolingEngine
import TestSupport
import Testing

/// The bounds that ARCHITECTURE.md argues for ("Two passes instead of one"), measured in Double on data that is as bad as we
/// can make it. A result is allowed all of its bound and no more.
@Suite("Argued bounds hold")
struct BoundTests {
  enum Data: String, CaseIterable, Sendable {
    /// ±1.
    case noise
    /// Large numbers that cancel but for their last bits.
    case cancelling
    /// Magnitudes from 1e-30 to 1e30.
    case wide
    /// One sign: errors add up.
    case positive
    /// From tap to tap greater, so that every tap is a new maximum.
    case ascending
    case descending
    /// Mostly small, with some that outweigh them by e^300.
    case spiked
  }

  #if DEBUG
    static let size = Size(height: 18, width: 19)
    static let kernel = 13
  #else
    static let size = Size(height: 36, width: 41)
    static let kernel = 31
  #endif

  static let windows: [ReferencePooling.Windows] = [
    .sliding(ReferenceSliding(3, stride: 2)),
    // The second takes every block and doubling there is, the next two the longest chains of rescalings.
    .sliding(ReferenceSliding(15, stride: 1)),
    .sliding(ReferenceSliding(Pair(kernel, 1), stride: 1)),
    .sliding(ReferenceSliding(Pair(1, kernel), stride: 1)),
    .sliding(ReferenceSliding(13, stride: 11, ceilMode: true)),
    .global,
    .area(height: 7, width: 5),
  ]

  static let operators: [ReferencePooling.Operator] = [
    .sum, .average(), .average(divisorOverride: 7), .lp(1), .lp(2), .lp(3), .lp(4), .lp(5), .lp(7), .lp(0.5),
    .lp(2.5), .lp(-1), .lp(-2), .soft(temperature: 1), .soft(temperature: 0.3), .soft(temperature: 100),
    .attention(temperature: 1), .attention(temperature: 0.7),
  ]

  private static func planes(_ data: Data, _ size: Size, _ random: inout SeededRandom) -> Planes<Double> {
    var planes = Planes(channels: 1, size: size, repeating: 0.0)
    for row in 0..<size.height {
      for column in 0..<size.width {
        let noise = 2 * random.unit() - 1
        let place = Double(row + column)
        planes[0, row, column] =
          switch data {
          case .noise: noise
          case .cancelling: ((row + column) % 2 == 0 ? 1e8 : -1e8) * (1 + noise * 1e-9)
          case .wide: Double.random(.wide, using: &random)
          case .positive: noise.magnitude + 0.1
          case .ascending: place * 0.37 + noise * 0.01
          case .descending: -place * 0.37 + noise * 0.01
          case .spiked: random.chance(9) ? 300 + noise : noise
          }
      }
    }
    return planes
  }

  @Test("Sums, averages, norms, soft and attention", arguments: Data.allCases, operators)
  func bounds(_ data: Data, _ operation: ReferencePooling.Operator) throws {
    let size = Self.size
    var random = SeededRandom(seed: 31)
    let input = Self.planes(data, size, &random)
    // Logits of their own, whose order is not the samples'.
    let logits = Self.planes(random.pick([.ascending, .descending, .spiked]), size, &random)
    var measured = 0
    for windows in Self.windows {
      for dialect in [Dialect.torch, .onnx] {
        let layer = ReferencePooling(operation, windows, dialect: dialect)
        // A dialect makes a difference to norms only.
        if dialect == .onnx { guard case .lp = operation else { continue } }
        guard layer.plan(size) != nil else { continue }
        let worst: Double
        switch operation {
        case .sum, .average:
          let means = try #require(layer.means(input))
          let got = try layer.engine(input, as: Double.self)
          if let difference = ImageDiff.first(got: got, within: means, rounding: .halfEven) {
            Issue.record("\(data) \(layer): \(difference)")
          }
          // Weights add a rounding on each axis.
          var roundings = 0.0
          if case .area = windows { roundings = 2 }
          worst = zip(got.samples, means.means).reduce(0) { max($0, Self.share(of: $1.0, $1.1, roundings)) }
          measured += got.samples.count
        default:
          let got: Planes<Double>
          let reals: (size: Size, values: [ReferenceReal])
          if case .attention = operation {
            got = try layer.engine(input, logits: logits, as: Double.self)
            reals = try #require(layer.reals(input, logits: logits))
          } else {
            got = try layer.engine(input, as: Double.self)
            reals = try #require(layer.reals(input))
          }
          if let difference = ImageDiff.first(got: got, within: reals, rounding: .halfEven) {
            Issue.record("\(data) \(layer): \(difference)")
          }
          let shares = zip(got.samples, reals.values).compactMap { $1.share(of: $0) }
          worst = shares.max() ?? 0
          measured += shares.count
        }
        #expect(worst <= 1, "\(data) \(layer): \(worst) of the bound")
      }
    }
    // Norms of odd or fractional p have no number to measure where all windows are NaN.
    if case .lp = operation {} else { #expect(measured > 300, "\(measured) results measured") }
  }

  /// How much of its bound a mean uses up: (N − 1)·u·Σ|x| for the sum, then one rounding of the quotient.
  private static func share(of value: Double, _ mean: ReferenceMean, _ more: Double) -> Double {
    guard case .float(_, let high, let low, let magnitudes, let taps, let divisor) = mean else {
      return .infinity
    }
    let exact = DoubleDouble(high, low) / DoubleDouble(divisor)
    let bound =
      (Double(taps) - 1 + more) * 0x1p-53 * magnitudes / divisor.magnitude + exact.high.magnitude * 0x1p-53
    let error = (DoubleDouble(value) - exact).rounded.magnitude
    return error == 0 ? 0 : error / (bound * 1.0001)
  }
}
