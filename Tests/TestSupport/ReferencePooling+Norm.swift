import PoolingEngine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ReferencePooling {
  /// The p-norm of one window by the dialect's rule.
  ///
  /// PyTorch: S = (Σxᵖ/|W|)·k with k the kernel's taps, which is Σxᵖ for a whole window; ONNX: S = Σ|x|ᵖ; then S^(1/p). The
  /// interval is the one that ARCHITECTURE.md argues for: (N − 1 + e)·u·Σ|x|ᵖ for the sum and 2u·|S| where it is scaled, the
  /// ends' roots, and the root's own error. Weights add a rounding on each axis, and one for their unit.
  func norm<S: TestSample>(
    _ p: Double, _ input: Planes<S>, _ channel: Int, _ vertical: ReferenceWindow,
    _ horizontal: ReferenceWindow
  ) -> ReferenceReal {
    let takesSign = dialect == .torch
    var taps: [(x: Double, weight: Double)] = []
    for (row, v) in zip(vertical.taps, vertical.weights) {
      for (column, h) in zip(horizontal.taps, horizontal.weights) {
        let x = input[channel, row, column].asDouble
        taps.append((takesSign ? x : x.magnitude, Double(v * h)))
      }
    }
    if p.isInfinite { return Self.extremeMagnitude(taps.map(\.x), greatest: p > 0) }
    let unit = weightUnit(input.size)
    let whole = p == p.rounded() && p.magnitude <= 64
    var (sum, magnitudes, plain, e) = (DoubleDouble(0), 0.0, 0.0, 0.0)
    for (x, weight) in taps {
      let estimate = p == 0.5 ? x.squareRoot() : pow(x, p)
      plain += weight * estimate
      if x.isFinite, x != 0, !estimate.isNaN, !(1e-280...1e290).contains(estimate.magnitude) {
        return .undetermined
      }
      let power = DoubleDouble.power(x, p)
      sum = sum + power * DoubleDouble(weight)
      magnitudes += weight * power.high.magnitude
      let ownError = whole ? p.magnitude - (p > 0 ? 1 : 0) : 2 + (p * log(x.magnitude)).magnitude / 256
      if x != 0, x.isFinite { e = max(e, ownError) }
    }
    let kernel = scaledKernelTaps
    let count = Double(vertical.taps.count * horizontal.taps.count)
    guard plain.isFinite else {
      return .point(DoubleDouble(plain).root(p).high)
    }
    var factor = DoubleDouble(1) / DoubleDouble(unit)
    var roundings = count - 1 + e + (unit == 1 && Self.isUnweighted(vertical, horizontal) ? 0 : 3)
    if let kernel, kernel != count, count > 0 {
      factor = DoubleDouble(kernel) / DoubleDouble(count)
      roundings += 2
    }
    let s = sum * factor
    return Self.root(p, of: s, within: roundings * 0x1p-53 * magnitudes * factor.high * 1.0001)
  }

  private static func extremeMagnitude(_ numbers: [Double], greatest: Bool) -> ReferenceReal {
    var result = greatest ? -Double.infinity : .infinity
    for x in numbers {
      if x.isNaN { return .nan }
      if greatest ? x.magnitude > result : x.magnitude < result { result = x.magnitude }
    }
    return .point(result)
  }

  /// All roots of the sums within `error` of `s`, each with the root's own error.
  private static func root(_ p: Double, of s: DoubleDouble, within error: Double) -> ReferenceReal {
    let (least, greatest) = (s - DoubleDouble(error), s + DoubleDouble(error))
    if p == 1 { return .around(s, bound: error) }
    let crosses = least.high < 0 && greatest.high > 0
    if p < 0, crosses || least.high == 0 && error > 0 { return .undetermined }
    // A root of a negative sum is NaN, unless it is a whole power.
    let isWholePower = 1 / p == (1 / p).rounded()
    if !isWholePower, greatest.high < 0 { return .nan }
    var ends = [least.root(p), greatest.root(p)].filter { !$0.high.isNaN }
    if crosses { ends.append(DoubleDouble(0)) }
    let exact = s.root(p)
    let logarithm = s.high > 0 && s.high.isFinite ? log(s.high) : 0
    let own = p == 2 ? 1 : 2 + (logarithm / p).magnitude / 256
    let values = ends.map(\.high)
    guard let low = values.min(), let high = values.max() else { return .nan }
    if low.isInfinite { return .point(low) }
    let slack = own * 0x1p-53 * 1.0001
    return ReferenceReal(
      low: low - low.magnitude * slack, high: high + high.magnitude * slack,
      allowsNaN: !isWholePower && least.high < 0, exact: exact,
      bound: max(exact.high - low, high - exact.high) + high.magnitude * slack)
  }

  /// The taps of the kernel where PyTorch's rule scales partial windows up.
  private var scaledKernelTaps: Double? {
    guard dialect == .torch, case .sliding(let sliding) = windows else { return nil }
    return Double(sliding.kernel.vertical * sliding.kernel.horizontal)
  }

  /// What a whole sample weighs in area windows, both axes together.
  func weightUnit(_ size: Size) -> Double {
    guard case .area(let height, let width) = windows else { return 1 }
    return Double(Self.sampleWeight(size.height, height) * Self.sampleWeight(size.width, width))
  }

  static func isUnweighted(_ vertical: ReferenceWindow, _ horizontal: ReferenceWindow) -> Bool {
    (vertical.weights + horizontal.weights).allSatisfy { $0 == 1 }
  }
}
