public import PoolingEngine

extension ReferencePooling {
  /// The middle of a window of floats in order, or the mean of the middle two, rounded once to Double; NaN if one is NaN or there
  /// are none.
  func median<S: TestSample>(
    _ input: Planes<S>, _ channel: Int, _ vertical: ReferenceWindow, _ horizontal: ReferenceWindow
  ) -> ReferenceReal {
    let numbers = taps(input, channel, vertical, horizontal).map(\.asDouble)
    if numbers.isEmpty || numbers.contains(where: \.isNaN) { return .nan }
    let sorted = numbers.sorted()
    let (lower, upper) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    if lower == upper { return .point(lower) }
    let sum = lower + upper
    // A sum is exact where it is small enough for its half to be rounded, so there is one rounding either way.
    return .point(sum.isInfinite && lower.isFinite && upper.isFinite ? lower / 2 + upper / 2 : sum / 2)
  }

  /// The medians of integers, as quotients by 2 (by 0 of a window without taps).
  public func integerMedians<S: TestSample>(_ input: Planes<S>) -> (size: Size, means: [ReferenceMean])? {
    guard let plans = plans(input), operation == .median else { return nil }
    var result: [ReferenceMean] = []
    for (channel, plan) in plans.enumerated() {
      let input = filled(input, plan)
      for vertical in plan.rows {
        for horizontal in plan.columns {
          let sorted = taps(input, channel, vertical, horizontal).map(\.exactInteger).sorted()
          result.append(
            sorted.isEmpty
              ? .float(ordered: .nan, high: .nan, low: 0, magnitudes: 0, taps: 0, divisor: 1)
              : .exact(sum: sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2], divisor: 2))
        }
      }
    }
    return (plans[0].output, result)
  }

  private func taps<S: TestSample>(
    _ input: Planes<S>, _ channel: Int, _ vertical: ReferenceWindow, _ horizontal: ReferenceWindow
  ) -> [S] {
    vertical.taps.flatMap { row in horizontal.taps.map { input[channel, row, $0] } }
  }
}
