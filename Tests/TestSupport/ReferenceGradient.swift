public import PoolingEngine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Backward passes written from the formulas as nested loops over windows and taps, to hold the engine's against.
public struct ReferenceGradient: Sendable {
  private let layer: ReferenceGradientLayer
  private let plan: ReferenceGradientLayer.Plan
  private let size: Size
  private let constant: Double

  /// Nil where the layer has no windows over planes of that size.
  public init?(_ layer: ReferenceGradientLayer, size: Size, plane: Int, isDouble: Bool) {
    guard let plan = layer.plan(size, plane: plane, isDouble: isDouble) else { return nil }
    self.layer = layer
    self.plan = plan
    self.size = size
    var constant = 0.0
    if case .sliding(let sliding) = layer.windows, case .constant(let value) = sliding.border {
      constant = isDouble ? value : Double(Float(value))
    }
    self.constant = constant
  }

  public var output: Size { Size(height: plan.rows.count, width: plan.columns.count) }

  /// A tap of a window: where it lies under the border, its share of a whole sample, what it holds.
  private struct Tap {
    var place: Int
    var share: Double
    var x: Double
    var logit: Double
  }

  /// The gradient of one plane, and that of its logits.
  public func gradients(
    of input: [Double], logits: [Double]?, upstream: [Double]
  ) -> (input: [ReferenceGradientSum], logits: [ReferenceGradientSum]) {
    let under = plan.rowOrigins.count * plan.columnOrigins.count
    var own = [ReferenceGradientSum](repeating: ReferenceGradientSum(), count: under)
    var theirs = own
    for (i, row) in plan.rows.enumerated() {
      for (j, column) in plan.columns.enumerated() {
        let taps = self.taps(row, column, input, logits ?? input)
        guard !taps.isEmpty else { continue }
        hand(upstream[i * plan.columns.count + j], row, column, taps, &own, &theirs)
      }
    }
    if case .norm(let norm) = layer.operation, norm.isFinite { multiplySlopes(&own, norm, input) }
    return (fold(own), fold(theirs))
  }

  /// The samples that share a window with one of the input, as places in the plane.
  public func neighbours(of place: Int) -> Set<Int> {
    windows { places in places.contains(place) }
  }

  /// The samples of one window.
  public func samples(ofWindow window: Int) -> Set<Int> {
    var number = -1
    return windows { _ in
      number += 1
      return number == window
    }
  }

  private func windows(where isMeant: ([Int]) -> Bool) -> Set<Int> {
    var result: Set<Int> = []
    for row in plan.rows {
      for column in plan.columns {
        let places = row.taps.flatMap { y in column.taps.compactMap { x in origin(y, x) } }
        if isMeant(places) { result.formUnion(places) }
      }
    }
    return result
  }

  private func origin(_ y: Int, _ x: Int) -> Int? {
    let (row, column) = (plan.rowOrigins[y], plan.columnOrigins[x])
    return row < 0 || column < 0 ? nil : row * size.width + column
  }

  private func taps(
    _ row: ReferenceGradientWindow, _ column: ReferenceGradientWindow, _ input: [Double], _ logits: [Double]
  ) -> [Tap] {
    var taps: [Tap] = []
    for (y, shareY) in zip(row.taps, row.shares) {
      for (x, shareX) in zip(column.taps, column.shares) {
        let origin = origin(y, x)
        taps.append(
          Tap(
            place: y * plan.columnOrigins.count + x,
            share: Double(shareY * shareX) / Double(row.unit * column.unit),
            x: origin.map { input[$0] } ?? constant, logit: origin.map { logits[$0] } ?? constant))
      }
    }
    return taps
  }

  /// A sample under a border hands its gradient to the one that it is a copy of; a constant drops it.
  private func fold(_ under: [ReferenceGradientSum]) -> [ReferenceGradientSum] {
    var result = [ReferenceGradientSum](repeating: ReferenceGradientSum(), count: size.height * size.width)
    for y in 0..<plan.rowOrigins.count {
      for x in 0..<plan.columnOrigins.count {
        guard let origin = origin(y, x) else { continue }
        result[origin].add(under[y * plan.columnOrigins.count + x])
      }
    }
    return result
  }

  // MARK: - What one window hands on

  private func hand(
    _ g: Double, _ row: ReferenceGradientWindow, _ column: ReferenceGradientWindow, _ taps: [Tap],
    _ own: inout [ReferenceGradientSum], _ theirs: inout [ReferenceGradientSum]
  ) {
    switch layer.operation {
    case .max: own[taps[winner(taps.map(\.x))].place].add(g)
    case .min: own[taps[winner(taps.map { -$0.x })].place].add(g)
    case .norm(let norm) where norm.isInfinite:
      let tap = taps[winner(taps.map { norm > 0 ? $0.x.magnitude : -$0.x.magnitude })]
      own[tap.place].add(g * (tap.x.isNaN ? .nan : tap.x > 0 ? 1 : tap.x < 0 ? -1 : 0))
    case .sum:
      for tap in taps { own[tap.place].add(g * tap.share, roundings: 6) }
    case .average(let include, let override):
      let counts = include ?? (layer.dialect == .torch)
      let divisor =
        override.map(Double.init)
        ?? (counts
          ? (row.real + Double(row.padded)) * (column.real + Double(column.padded)) : row.real * column.real)
      for tap in taps { own[tap.place].add(g / divisor * tap.share, roundings: 8) }
    case .norm(let norm): handNorm(norm, g, taps, &own)
    case .soft(let temperature, let constant):
      handSoftmax(temperature, g, taps, &own, &theirs)
      guard !constant else { return }
      for tap in taps {
        own[tap.place].add(theirs[tap.place])
        theirs[tap.place] = ReferenceGradientSum()
      }
    case .attention(let temperature): handSoftmax(temperature, g, taps, &own, &theirs)
    }
  }

  /// The first greatest. PyTorch: NaN is greater than every number and than every earlier NaN; the others' kernels with
  /// indices start from the first tap, and nothing is greater than NaN.
  private func winner(_ values: [Double]) -> Int {
    var best = 0
    for i in 1..<max(1, values.count) {
      if values[i] > values[best] || (layer.dialect == .torch && values[i].isNaN) { best = i }
    }
    return best
  }

  /// g · f · S^(1/p − 1), S = f·Σxᵖ; what is left of the chain is the slope of xᵖ/p.
  private func handNorm(_ p: Double, _ g: Double, _ taps: [Tap], _ own: inout [ReferenceGradientSum]) {
    let isTorch = layer.dialect == .torch
    var factor = 1.0
    if isTorch, case .sliding(let s) = layer.windows {
      factor = Double(s.kernel.vertical * s.kernel.horizontal) / Double(taps.count)
    }
    var (sum, magnitudes, error) = (0.0, 0.0, 0.0)
    for tap in taps {
      let power = pow(isTorch ? tap.x : tap.x.magnitude, p) * tap.share
      sum += power
      magnitudes += power.magnitude
      error += power.magnitude * powerRoundings(tap.x, p)
    }
    let s = sum * factor
    let outer = s == 0 && p >= 1 ? 0 : factor * pow(s, 1 / p - 1)
    // A relative error of S counts 1/p − 1 times; the root's own comes on top.
    let relative = sum == 0 ? 0 : (error + magnitudes * 2 * Double(taps.count)) / sum.magnitude + 6
    let roundings = (1 / p - 1).magnitude * relative + powerRoundings(s, 1 / p - 1) + 8
    for tap in taps { own[tap.place].add(g * outer * tap.share, roundings: roundings) }
  }

  /// Of the two powers: one by multiplications, p − 1 of them, or by exp and log.
  private func powerRoundings(_ x: Double, _ p: Double) -> Double {
    let logarithm = x == 0 || !x.isFinite ? 0 : log(x.magnitude).magnitude
    return 4 + (p == p.rounded() ? 2 * p.magnitude : 0) + (p * logarithm).magnitude / 64
  }

  private func multiplySlopes(_ own: inout [ReferenceGradientSum], _ p: Double, _ input: [Double]) {
    for y in 0..<plan.rowOrigins.count {
      for x in 0..<plan.columnOrigins.count {
        guard let origin = origin(y, x) else { continue }
        let value = input[origin]
        let sign: Double = value.isNaN ? .nan : value > 0 ? 1 : value < 0 ? -1 : 0
        let slope = layer.dialect == .torch ? pow(value, p - 1) : pow(value.magnitude, p - 1) * sign
        own[y * plan.columnOrigins.count + x].multiply(
          by: slope, roundings: powerRoundings(value, p - 1))
      }
    }
  }

  /// g·w to the samples, g·w·(x − y)/τ to the logits.
  private func handSoftmax(
    _ temperature: Double, _ g: Double, _ taps: [Tap], _ own: inout [ReferenceGradientSum],
    _ theirs: inout [ReferenceGradientSum]
  ) {
    let logits = taps.map { $0.logit / temperature }
    let greatest = logits.contains { $0.isNaN } ? Double.nan : logits.max() ?? 0
    let parts = zip(taps, logits).map { $0.share * exp($1 - greatest) }
    let total = parts.reduce(0, +)
    let weights = parts.map { $0 / total }
    let mean = zip(taps, weights).reduce(0) { $0 + $1.1 * $1.0.x }
    let largest = taps.map(\.x.magnitude).max() ?? 0
    let n = Double(taps.count)
    for (i, tap) in taps.enumerated() {
      let w = weights[i]
      // exp is within 4 units of either, its argument rounded once.
      let roundings = 2 * n + 16 + (logits[i] - greatest).magnitude
      own[tap.place].add(g * w, roundings: w == 0 ? 0 : roundings)
      let slope = g * w * (tap.x - mean) / temperature
      let meanError = (4 * n + 40) * largest * ReferenceGradientSum.u
      let error =
        slope.magnitude * roundings * ReferenceGradientSum.u + (g * w).magnitude * meanError / temperature
      theirs[tap.place].add(slope, error: w == 0 ? 0 : error)
    }
  }
}
