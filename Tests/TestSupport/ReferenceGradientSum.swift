/// A gradient sample of the reference: the sum of what windows hand on, and how far from it another way of computing the same may
/// end.
public struct ReferenceGradientSum: Sendable {
  /// 2⁻⁵³.
  static let u = 0x1p-53

  public private(set) var sum = 0.0
  /// What the terms themselves may be off.
  private var error = 0.0
  private var magnitude = 0.0
  private var count = 0.0
  private var hasLooseTerm = false

  /// - Parameter roundings: how many roundings each of the two ways may have put into the term.
  mutating func add(_ term: Double, roundings: Double = 0) {
    sum += term
    magnitude += term.magnitude
    count += 1
    guard term != 0 else { return }
    error += term.magnitude * roundings * Self.u
    // Also where it is no number.
    if !(roundings * Self.u <= 0x1p-20) { hasLooseTerm = true }
  }

  /// A term whose error is no multiple of itself.
  mutating func add(_ term: Double, error: Double) {
    add(term)
    self.error += error
  }

  mutating func add(_ other: ReferenceGradientSum) {
    sum += other.sum
    magnitude += other.magnitude
    error += other.error
    count += other.count
    hasLooseTerm = hasLooseTerm || other.hasLooseTerm
  }

  /// The chain rule through a factor that is off by so many roundings.
  mutating func multiply(by factor: Double, roundings: Double) {
    guard count > 0 else { return }
    sum *= factor
    magnitude *= factor.magnitude
    error = factor == 0 ? 0 : error * factor.magnitude
    if magnitude != 0 { error += magnitude * roundings * Self.u }
  }

  /// Whether a sample may be this sum. Two sums of the same N terms differ by 2(N − 1)·u·Σ|x| at most; one rounding to the
  /// sample's type comes on top. Without rounding errors (whole numbers, one term) that is the sum itself.
  public func admits<S: TestSample & BinaryFloatingPoint>(_ sample: S, exactly isExact: Bool) -> Bool {
    if sum.isNaN { return sample.isNaN }
    if sum.isInfinite || isExact { return sample == S(sum) }
    let bound = error + 2 * count * Self.u * magnitude + Double.leastNormalMagnitude
    return sample >= S(sum - bound) && sample <= S(sum + bound)
  }

  /// Nothing can be said: a term is off by a millionth of itself or more.
  public var isUncertain: Bool { sum.isFinite && hasLooseTerm }
}
