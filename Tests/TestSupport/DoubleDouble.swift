#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A number as the unevaluated sum of two doubles: about 104 bits, so that results in Double can be judged on every
/// machine. Good to some 2⁻¹⁰⁰ of its size while it lies between 1e-280 and 1e290.
public struct DoubleDouble: Hashable, Sendable {
  public var high: Double
  public var low: Double

  public init(_ high: Double, _ low: Double = 0) {
    self.high = high
    // What infinities lose is not a number.
    self.low = high.isFinite ? low : 0
  }

  /// The nearest double.
  public var rounded: Double { high + low }

  /// a + b with its error (Knuth).
  private static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    let part = s - a
    return DoubleDouble(s, (a - (s - part)) + (b - part))
  }

  /// a · b with its error, by a fused multiply-add.
  public static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let p = a * b
    return DoubleDouble(p, (-p).addingProduct(a, b))
  }

  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (s, t) = (sum(a.high, b.high), sum(a.low, b.low))
    let first = sum(s.high, s.low + t.high)
    return sum(first.high, first.low + t.low)
  }

  public static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = product(a.high, b.high)
    return sum(p.high, p.low + (a.high * b.low + a.low * b.high))
  }

  /// Long division, three digits of 53 bits.
  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite else { return DoubleDouble(first) }
    var rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    rest = rest - b * DoubleDouble(second)
    return sum(first, second) + DoubleDouble(rest.high / b.high)
  }

  private func scaled(by exponent: Int) -> DoubleDouble {
    DoubleDouble(
      Double(sign: .plus, exponent: exponent, significand: high),
      Double(sign: .plus, exponent: exponent, significand: low))
  }

  private static let ln2 = DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)

  private static let inverseFactorials: [DoubleDouble] = {
    var result = [DoubleDouble(1)]
    for n in 1...12 { result.append(result[n - 1] / DoubleDouble(Double(n))) }
    return result
  }()

  /// e to this number: of its part beyond multiples of ln 2, a 64th by Taylor's series, then six squarings.
  public var exponential: DoubleDouble {
    if high.isNaN { return self }
    if high < -745 { return DoubleDouble(0) }
    if high > 709.7 { return DoubleDouble(.infinity) }
    let k = (high / Self.ln2.high).rounded()
    let r = (self - Self.ln2 * DoubleDouble(k)).scaled(by: -6)
    var series = Self.inverseFactorials[12]
    for n in stride(from: 11, through: 1, by: -1) { series = series * r + Self.inverseFactorials[n] }
    series = series * r
    // (1 + s)² − 1 = 2s + s²
    for _ in 0..<6 { series = series.scaled(by: 1) + series * series }
    return (series + DoubleDouble(1)).scaled(by: Int(k))
  }

  /// The natural logarithm of a positive number: the C library's, and one step of Newton's method.
  public var logarithm: DoubleDouble {
    let exponent = Int(high.exponent)
    let mantissa = scaled(by: -exponent)
    let first = log(mantissa.high)
    let correction = mantissa * DoubleDouble(-first).exponential - DoubleDouble(1)
    return DoubleDouble(first) + correction + Self.ln2 * DoubleDouble(Double(exponent))
  }

  /// x^p with C's rules for zeros, infinities and negative x; a power of ½ is the square root, as in PyTorch.
  public static func power(_ x: Double, _ p: Double) -> DoubleDouble {
    let plain = p == 0.5 ? x.squareRoot() : pow(x, p)
    guard x.isFinite, x != 0, !plain.isNaN else { return DoubleDouble(plain) }
    if let whole = Int(exactly: p), whole.magnitude <= 64 {
      var result = DoubleDouble(1)
      for _ in 0..<whole.magnitude { result = result * DoubleDouble(x) }
      return whole < 0 ? DoubleDouble(1) / result : result
    }
    let result = (DoubleDouble(x.magnitude).logarithm * DoubleDouble(p)).exponential
    return plain < 0 ? -result : result
  }

  /// The p-th root: NaN of negatives, unless 1/p is whole.
  public func root(_ p: Double) -> DoubleDouble {
    if high == 0 || !high.isFinite { return DoubleDouble(pow(high, 1 / p)) }
    if let whole = Int(exactly: 1 / p), whole.magnitude <= 64, Self.product(1 / p, p) == DoubleDouble(1) {
      var result = DoubleDouble(1)
      for _ in 0..<whole.magnitude { result = result * self }
      return whole < 0 ? DoubleDouble(1) / result : result
    }
    guard high > 0 else { return DoubleDouble(.nan) }
    return (logarithm / DoubleDouble(p)).exponential
  }
}
