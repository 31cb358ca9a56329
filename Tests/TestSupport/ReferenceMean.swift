public import PoolingEngine

/// The sum of one window and its divisor, before any rounding.
public enum ReferenceMean: Sendable {
  /// Of integers: exact.
  case exact(sum: Int128, divisor: Int128)
  /// Of int64 in the torch dialect to int64: the quotient truncated toward zero.
  case truncating(sum: Int128, divisor: Int128)
  /// Of floats: the sum in the stated order (each column top to bottom, then columns left to right), the sum carried
  /// with its error (twice Double's precision), the sum of magnitudes and the number of taps.
  case float(ordered: Double, high: Double, low: Double, magnitudes: Double, taps: Int, divisor: Double)

  /// The one right value (of floats: that of the stated order), and whether it was clamped. Narrowing divides by 257.
  public func value<R: TestSample>(
    as type: R.Type, rounding: Rounding, narrowing: Bool = false
  ) -> (value: R, clamped: Bool) {
    switch self {
    case .exact(_, 0), .truncating(_, 0): return R.quotient(0, 1, rounding: rounding)
    case .exact(let sum, let divisor):
      return R.quotient(sum, divisor * (narrowing ? 257 : 1), rounding: rounding)
    case .truncating(let sum, let divisor):
      return R.quotient(sum / divisor, 1, rounding: rounding)
    case .float(_, _, _, _, _, 0): return R.rounding(0, rounding)
    case .float(let ordered, _, _, _, _, let divisor):
      return R.rounding(ordered / divisor, rounding)
    }
  }

  /// The least and the greatest value that sums in another order may give.
  ///
  /// A sum of n numbers in Double, in any order, is off by at most (n − 1)·u·Σ|x| to first order, u = 2⁻⁵³ (each addition
  /// rounds a partial sum that is at most Σ|x|); a weight's product and the division add one rounding each, of something
  /// at most Σ|x|. All of it, with the second-order terms and our own sum's error, stays below (n + 4)·u·Σ|x| / |D|. Rounding
  /// to the result's type is monotonic, so the result lies between the rounded ends. Nil: not a number.
  public func interval<R: TestSample>(as type: R.Type, rounding: Rounding) -> (low: R, high: R)? {
    guard case .float(let ordered, let high, let low, let magnitudes, let taps, let divisor) = self,
      divisor != 0
    else {
      let value = value(as: type, rounding: rounding).value
      return (value, value)
    }
    let quotient = ordered / divisor
    if quotient.isNaN { return nil }
    guard quotient.isFinite else {
      let value = R.rounding(quotient, rounding).value
      return (value, value)
    }
    let error = Double(taps + 4) * 0x1p-53 * (magnitudes / divisor.magnitude)
    let middle = high / divisor + low / divisor
    return (R.rounding(middle - error, rounding).value, R.rounding(middle + error, rounding).value)
  }
}
