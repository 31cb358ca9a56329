/// A fixed power of many numbers: small whole exponents by multiplication, ½ by the square root, all others by
/// ``Arithmetic/power(_:_:)``.
struct Power: Sendable {
  let exponent: Double
  /// What `exponent` lacks of the exponent that is meant.
  private let exponentError: Double
  private let wholeExponent: Int?

  init(_ exponent: Double) { self.init(exponent, lacking: 0) }

  /// The power 1/p. Most reciprocals are no numbers, and a large sum would show that.
  static func root(_ p: Double) -> Power {
    let (exponent, error) = Arithmetic.extendedReciprocal(p)
    return Power(exponent, lacking: error.isFinite ? error : 0)
  }

  private init(_ exponent: Double, lacking error: Double) {
    self.exponent = exponent
    exponentError = error
    wholeExponent = error == 0 && exponent.magnitude <= 64 ? Int(exactly: exponent) : nil
  }

  func callAsFunction(_ x: Double) -> Double {
    if let wholeExponent {
      let power = Self.whole(x, Int(wholeExponent.magnitude))
      return wholeExponent < 0 ? 1 / power : power
    }
    return exponent == 0.5 ? x.squareRoot() : Arithmetic.power(x, exponent, yError: exponentError)
  }

  /// By repeated squaring.
  private static func whole(_ x: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, x, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      rest >>= 1
      if rest > 0 { factor *= factor }
    }
    return result
  }
}
