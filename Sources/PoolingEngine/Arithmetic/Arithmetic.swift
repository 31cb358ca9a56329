/// Exponential, logarithm and power in Double by fixed sequences of IEEE additions, multiplications and divisions, so that a
/// result has the same bits on every machine and with every C library. Within 2 units in the last place (measured in the
/// tests against the C library's), but for powers of extreme size, see ``power(_:_:)``.
///
/// Methods: reduction by multiples of ln 2 in two parts and Taylor's series (exp); reduction to [√½, √2) and the series of
/// the inverse hyperbolic tangent (log); see Muller, "Elementary Functions", chapters on range reduction and on
/// double-double arithmetic (Dekker's product).
package enum Arithmetic {
  /// ln 2 = high + low; the low 32 bits of `ln2High` are zero, so small multiples of it are exact.
  static let ln2High = 0x1.62e42feep-1
  static let ln2Low = 0x1.a39ef35793c76p-33
  private static let inverseLn2 = 0x1.71547652b82fep+0

  /// eˣ: +∞ from about 709.78, 0 below about −745.13.
  static func exp(_ x: Double) -> Double {
    guard x == x else { return .nan }
    if x > 709.79 { return .infinity }
    if x < -745.14 { return 0 }
    let k = (x * inverseLn2).rounded(.toNearestOrEven)
    let high = x - k * ln2High
    let low = k * ln2Low
    return scaled(expOfReduced(high, low), by: Int(k))
  }

  /// e^(high − low) for |high − low| ≤ ½ ln 2 and a bit.
  private static func expOfReduced(_ high: Double, _ low: Double) -> Double {
    let r = high - low
    let error = (high - r) - low
    // Σ rⁿ/n! from n = 3, in nested form; |r| ≤ 0.35 leaves less than 2⁻⁵⁷ after n = 13.
    var tail = 1.0 / 6_227_020_800
    tail = tail * r + 1.0 / 479_001_600
    tail = tail * r + 1.0 / 39_916_800
    tail = tail * r + 1.0 / 3_628_800
    tail = tail * r + 1.0 / 362_880
    tail = tail * r + 1.0 / 40320
    tail = tail * r + 1.0 / 5040
    tail = tail * r + 1.0 / 720
    tail = tail * r + 1.0 / 120
    tail = tail * r + 1.0 / 24
    tail = tail * r + 1.0 / 6
    let square = r * r
    let small = error + (0.5 * square + square * r * tail)
    return 1 + (r + small)
  }

  /// value · 2^k for any k, rounded once where the result is subnormal.
  private static func scaled(_ value: Double, by k: Int) -> Double {
    if k >= -1020 && k <= 1020 { return value * powerOfTwo(k) }
    let half = k / 2
    // Only the last product can leave the normal range.
    return value * powerOfTwo(half) * powerOfTwo(k - half)
  }

  private static func powerOfTwo(_ k: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: 1023 + k) << 52)
  }

  /// ln x; −∞ of 0, NaN of negatives.
  package static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return .infinity }
    let (high, low) = extendedLog(x)
    return high + low
  }

  /// ln x as a sum of two numbers, good to about 2⁻⁶³ of its size, for positive finite x.
  static func extendedLog(_ x: Double) -> (high: Double, low: Double) {
    var (mantissa, exponent) = (x.significand, Double(x.exponent))
    if mantissa > 1.414_213_562_373_095_1 {
      mantissa *= 0.5
      exponent += 1
    }
    // ln m = 2 artanh s = 2(s + s³/3 + s⁵/5 + …) with s = (m − 1)/(m + 1), |s| < 0.172.
    let f = mantissa - 1
    let divisor = 2 + f
    let divisorError = f - (divisor - 2)
    let s = f / divisor
    let (product, productError) = exactProduct(s, divisor)
    let sError = ((f - product) - productError - s * divisorError) / divisor
    let (z, zError) = exactProduct(s, s)
    // s³/3 in two parts, too: it is up to a hundredth of the sum.
    let (cube, cubeError) = exactProduct(z, s)
    let cubeLow = cubeError + zError * s
    let third = cube / 3
    let (thirdBack, thirdBackError) = exactProduct(third, 3)
    let thirdLow = ((cube - thirdBack) - thirdBackError + cubeLow) / 3
    var tail = 1.0 / 25
    for n in stride(from: 23, through: 5, by: -2) { tail = tail * z + 1 / Double(n) }
    let fifth = cube * z * tail
    // 2s dominates unless the exponent does; sums go from the large to the small.
    let (sum1, error1) = exactSum(2 * s, 2 * third)
    let low1 = error1 + 2 * (sError + z * sError + thirdLow + fifth)
    let (sum2, error2) = exactSum(exponent * ln2High, sum1)
    let low2 = error2 + low1 + exponent * ln2Low
    return exactSum(sum2, low2)
  }

  /// xʸ as C's `pow` defines its special cases. Error below 1 + |y · ln x| / 2⁹ units in the last place.
  ///
  /// - Parameter yError: what y lacks of the exponent that is meant.
  static func power(_ x: Double, _ y: Double, yError: Double = 0) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x != x || y != y { return .nan }
    let isWhole = y == y.rounded(.towardZero)
    // From 2⁵³ on every number is even.
    let isOdd = isWhole && y.magnitude < 9_007_199_254_740_992 && Int64(y) & 1 == 1
    let negates = isOdd && x.sign == .minus
    if x == 0 || x.isInfinite {
      let grows = (x == 0) == (y < 0)
      let result: Double = grows ? .infinity : 0
      return negates ? -result : result
    }
    if y.isInfinite {
      if x == -1 { return 1 }
      return (x.magnitude > 1) == (y > 0) ? .infinity : 0
    }
    guard x > 0 || isWhole else { return .nan }
    let result = positivePower(x.magnitude, y, yError)
    return negates ? -result : result
  }

  private static func positivePower(_ x: Double, _ y: Double, _ yError: Double) -> Double {
    let (high, low) = extendedLog(x)
    let estimate = y * high
    if estimate > 710 { return .infinity }
    if estimate < -746 { return 0 }
    let (product, productError) = exactProduct(y, high)
    let rest = productError + (y * low + yError * high)
    let k = (product * inverseLn2).rounded(.toNearestOrEven)
    let reduced = product - k * ln2High
    return scaled(expOfReduced(reduced, k * ln2Low - rest), by: Int(k))
  }

  /// 1/p as a sum of two numbers.
  static func extendedReciprocal(_ p: Double) -> (high: Double, low: Double) {
    let high = 1 / p
    let (product, productError) = exactProduct(high, p)
    return (high, ((1 - product) - productError) / p)
  }

  /// a + b and what its rounding lost (Knuth).
  private static func exactSum(_ a: Double, _ b: Double) -> (Double, Double) {
    let sum = a + b
    let bPart = sum - a
    return (sum, (a - (sum - bPart)) + (b - bPart))
  }

  /// a · b and what its rounding lost (Dekker), without a fused multiply-add, for factors below 2⁹⁷⁰.
  private static func exactProduct(_ a: Double, _ b: Double) -> (Double, Double) {
    let product = a * b
    let (aHigh, aLow) = halves(a)
    let (bHigh, bLow) = halves(b)
    return (product, ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
  }

  /// The upper 26 bits of a number and the rest.
  private static func halves(_ a: Double) -> (Double, Double) {
    let high = Double(bitPattern: a.bitPattern & ~0x7ff_ffff)
    return (high, a - high)
  }
}
