/// Exact integer division with a stated rounding.
enum Division {
  /// `dividend / divisor` rounded; nil cuts toward zero. The divisor is not zero.
  /// Twice the divisor and the negated dividend must fit.
  @inline(__always)
  static func quotient<I: FixedWidthInteger & SignedInteger>(
    _ dividend: I, _ divisor: I, rounding: Rounding?
  ) -> I {
    guard let rounding else { return dividend / divisor }
    let (n, d) = divisor < 0 ? (-dividend, -divisor) : (dividend, divisor)
    var floor = n / d
    var rest = n % d
    if rest < 0 {
      floor -= 1
      rest += d
    }
    switch rounding {
    case .down: return floor
    case .halfUp: return 2 * rest >= d ? floor + 1 : floor
    case .halfEven: return 2 * rest > d || (2 * rest == d && floor % 2 != 0) ? floor + 1 : floor
    }
  }
}
