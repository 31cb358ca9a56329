public import PoolingEngine

/// What a result that is computed in Double may be: an interval around the exact value, before the one rounding to the
/// result's type.
public struct ReferenceReal: Hashable, Sendable {
  /// The least and the greatest number; NaN both if it can be no number.
  public var low: Double
  public var high: Double
  /// May be, or has to be, NaN.
  public var allowsNaN = false
  /// Something on the way is beyond Double's range, where no bound is claimed.
  public var isUndetermined = false
  /// The exact value and the bound that the interval was made of.
  public var exact = DoubleDouble(0)
  public var bound = 0.0

  /// One value and no other.
  public static func point(_ value: Double) -> ReferenceReal {
    ReferenceReal(low: value, high: value, allowsNaN: value.isNaN, exact: DoubleDouble(value))
  }

  public static let nan = point(.nan)
  public static let undetermined = ReferenceReal(low: 0, high: 0, allowsNaN: true, isUndetermined: true)

  /// All within `bound` of a value.
  public static func around(_ value: DoubleDouble, bound: Double) -> ReferenceReal {
    guard value.high.isFinite else { return point(value.high) }
    // The ends are rounded, so that each is widened by its own rounding error at most.
    let (low, high) = (value - DoubleDouble(bound), value + DoubleDouble(bound))
    return ReferenceReal(low: low.rounded, high: high.rounded, exact: value, bound: bound)
  }

  /// How much of the bound a result in Double uses up; nil where there is nothing to measure.
  public func share(of value: Double) -> Double? {
    guard !isUndetermined, !low.isNaN, exact.high.isFinite, bound > 0, value.isFinite else { return nil }
    return (DoubleDouble(value) - exact).rounded.magnitude / bound
  }

  /// Whether a result is one of those allowed. Rounding is monotonic, so it lies between the rounded ends. Zeros of
  /// either sign are equal.
  public func allows<R: TestSample>(_ value: R, rounding: Rounding) -> Bool {
    if isUndetermined { return true }
    if value.isNotANumber || (allowsNaN && !R.type.isFloatingPoint) {
      let nan = R.rounding(.nan, rounding).value
      if allowsNaN, value.bits == nan.bits { return true }
      if value.isNotANumber { return false }
    }
    if low.isNaN { return false }
    return value >= R.rounding(low, rounding).value && value <= R.rounding(high, rounding).value
  }
}
