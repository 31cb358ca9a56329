public import PoolingEngine

/// What became of one golden case.
public struct VerificationCase: Hashable, Sendable {
  /// How a result differs from what the framework gave.
  public struct Difference: Hashable, Sendable, CustomStringConvertible {
    /// `output`, `indices`, `grad_input` or `grad_logits`; `call` if there is no result, or one where a refusal was expected.
    public var role: String
    /// The first sample in C order that is outside the tolerance, one number per axis; empty if there is none to name.
    public var coordinate: [Int]
    public var expected: String
    public var found: String
    /// Samples outside the tolerance, and all of this role.
    public var differingSamples = 0
    public var comparedSamples = 0

    public var description: String {
      guard !coordinate.isEmpty else { return "\(role): expected \(expected), found \(found)" }
      return "\(role) at \(coordinate): expected \(expected), found \(found) (\(differingSamples) of "
        + "\(comparedSamples) samples differ)"
    }
  }

  public enum Outcome: Hashable, Sendable {
    case passed
    /// With one difference at least, in the order of roles.
    case failed([Difference])
    /// Not compared, for that reason.
    case declined(reason: String)
  }

  public let id: String
  /// Such as `max_pool2d`.
  public let operation: String
  /// The framework that gave the expectation.
  public let framework: String
  /// The dialect that the engine computed in; nil if there is none for the framework.
  public let dialect: Dialect?
  public internal(set) var outcome: Outcome
  /// Why the engine refused a call that the framework refuses, too.
  public internal(set) var refusal: PoolingError?
  /// The largest |found − expected| in units of the tolerance; 0: all equal; infinite where nothing could be compared.
  public internal(set) var worstError = 0.0
  /// Samples compared, over all roles.
  public internal(set) var comparedSamples = 0
  /// Samples that are not equal, within the tolerance or not.
  public internal(set) var unequalSamples = 0
  /// Compared within one level of 255, because the library rounds by a rule of its own.
  public internal(set) var isWithinOneLevel = false
}
