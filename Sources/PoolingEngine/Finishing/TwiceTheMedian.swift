/// Finishes sums of the middle two samples of windows of int64: half of each, rounded once.
enum TwiceTheMedian {
  /// Of a window without taps; no sum of two samples is this large.
  static let none = Int128.max

  /// As an integer; of a window without taps 0, counted as clamped.
  static func finisher<R: FixedWidthInteger & Sample>(as result: R.Type, rounding: Rounding) -> Finisher {
    Finisher(resultType: R.type) { accumulators, out, context in
      let sums = accumulators.assumingMemoryBound(to: Int128.self)
      let out = out.assumingMemoryBound(to: R.self)
      var clamped = 0
      for i in 0..<context.count {
        let exact = sums[i] == none ? 0 : Division.quotient(sums[i], 2, rounding: rounding)
        out[i] = R(clamping: exact)
        if sums[i] == none || Int128(out[i]) != exact { clamped += 1 }
      }
      return clamped
    }
  }
}
