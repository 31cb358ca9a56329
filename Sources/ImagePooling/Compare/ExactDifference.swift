internal import PoolingEngine

/// Differences of rows that Double would round: those with int64 on one side or both.
enum ExactDifference {
  static func isNeeded(_ types: (SampleType, SampleType)) -> Bool { types.0 == .int64 || types.1 == .int64 }

  /// How far samples are apart, each rounded once.
  ///
  /// - Parameters:
  ///   - reals: the same samples in Double, which is exact for all types but int64.
  static func fill(
    _ differences: inout [Double], _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer,
    _ types: (SampleType, SampleType), _ reals: (RealRow, RealRow)
  ) {
    differences.removeAll(keepingCapacity: true)
    let (these, those) = (
      first.assumingMemoryBoundIf(types.0 == .int64), second.assumingMemoryBoundIf(types.1 == .int64)
    )
    for place in reals.0.numbers.indices {
      switch (these, those) {
      case (let these?, let those?): differences.append(between(these[place], those[place]))
      case (let these?, nil): differences.append(between(these[place], reals.1.numbers[place]))
      case (nil, let those?): differences.append(between(those[place], reals.0.numbers[place]))
      case (nil, nil):
        differences.append(DifferenceSums.difference(reals.0.numbers[place], reals.1.numbers[place]))
      }
    }
  }

  static func between(_ a: Int64, _ b: Int64) -> Double { Double((Int128(a) - Int128(b)).magnitude) }

  /// Never 0 but for equal numbers; what is not finite is infinitely far away.
  static func between(_ whole: Int64, _ number: Double) -> Double {
    guard number.isFinite else { return .infinity }
    let below = number.rounded(.down)
    // Beyond 2¹²⁶ an Int64 is less than half of what a Double can tell.
    guard let floor = Int128(exactly: below), floor.magnitude < 1 << 126 else { return number.magnitude }
    let apart = Int128(whole) - floor
    // A number with a fraction is below 2⁵³, so the whole part is lost only where the fraction does not count.
    return (Double(apart) - (number - below)).magnitude
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func assumingMemoryBoundIf(_ isInt64: Bool) -> UnsafeBufferPointer<Int64>? {
    isInt64 ? assumingMemoryBound(to: Int64.self) : nil
  }
}
