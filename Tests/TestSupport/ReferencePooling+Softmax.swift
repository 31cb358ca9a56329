import PoolingEngine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ReferencePooling {
  /// Σwx / Σw with w = e^(l/τ − max l/τ) over the real taps of one window. A logit of +∞ or NaN, none above −∞, and a NaN or an
  /// infinity that weighs 0 or meets its opposite give NaN; an infinity that weighs anything at all stays.
  ///
  /// The interval is the one that ARCHITECTURE.md argues for.
  func softmax<S: TestSample>(
    _ temperature: Double, _ input: Planes<S>, _ logit: (_ row: Int, _ column: Int) -> Double, _ channel: Int,
    _ vertical: ReferenceWindow, _ horizontal: ReferenceWindow
  ) -> ReferenceReal {
    var taps: [(x: Double, logit: DoubleDouble, weight: Double)] = []
    for (row, v) in zip(vertical.taps, vertical.weights) {
      for (column, h) in zip(horizontal.taps, horizontal.weights) {
        let (x, l) = (input[channel, row, column].asDouble, logit(row, column))
        let quotient = DoubleDouble(l) / DoubleDouble(temperature)
        // Beyond Double's range, which only temperatures below 1 can reach.
        if l.isFinite, quotient.high.isInfinite { return .undetermined }
        taps.append((x, l.isFinite ? quotient : DoubleDouble(l), Double(v * h)))
      }
    }
    if taps.contains(where: { $0.x.isNaN || $0.logit.high.isNaN || $0.logit.high == .infinity }) {
      return .nan
    }
    guard var greatest = taps.first?.logit else { return .nan }
    for tap in taps
    where tap.logit.high > greatest.high
      || (tap.logit.high == greatest.high && tap.logit.low > greatest.low)
    {
      greatest = tap.logit
    }
    if greatest.high == -.infinity { return .nan }
    // 0 · ∞
    if taps.contains(where: { $0.x.isInfinite && $0.logit.high == -.infinity }) { return .nan }
    let infinite = taps.map(\.x).filter(\.isInfinite)
    if let first = infinite.first { return infinite.allSatisfy { $0 == first } ? .point(first) : .nan }
    var (numerator, denominator) = (DoubleDouble(0), DoubleDouble(0))
    var (largest, largestLogit) = (0.0, 0.0)
    for tap in taps where tap.logit.high > -.infinity {
      let weight = (tap.logit - greatest).exponential * DoubleDouble(tap.weight)
      numerator = numerator + weight * DoubleDouble(tap.x)
      denominator = denominator + weight
      largest = max(largest, tap.x.magnitude)
      largestLogit = max(largestLogit, tap.logit.high.magnitude)
    }
    let n = Double(taps.count)
    let rescalings = Double(vertical.taps.count + horizontal.taps.count)
    var roundings = 2 * n + 10 * rescalings + 2 * log(n) + 2
    if temperature != 1 { roundings += 2 * largestLogit }
    if !Self.isUnweighted(vertical, horizontal) { roundings += 4 }
    // Weights below Double's range count as 0 in sums of at most N terms.
    return .around(
      numerator / denominator, bound: roundings * 0x1p-53 * largest * 1.0001 + largest * n * 0x1p-1070)
  }
}
