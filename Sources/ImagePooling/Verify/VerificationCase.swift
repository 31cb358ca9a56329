/// What became of one golden case.
public struct VerificationCase: Hashable, Sendable {
  /// How a result differs from what the framework gave.
  public struct Difference: Hashable, Sendable {
    /// `output`, `indices`, `grad_input` or `grad_logits`.
    public var role: String
    /// The first sample in C order that is outside the tolerance, one number per axis; empty if shapes or types differ.
    public var coordinate: [Int]
    public var expected: String
    public var found: String
  }

  public enum Outcome: Hashable, Sendable {
    case passed
    case failed(Difference)
    /// Not run, for that reason.
    case declined(reason: String)
  }

  public let id: String
  /// Such as `max_pool2d`.
  public let operation: String
  /// The framework that gave the expectation.
  public let framework: String
  public var outcome: Outcome
  /// The largest |found − expected| in units of the tolerance; 0: all equal.
  public var worstError = 0.0
  /// Samples compared, over all roles.
  public var comparedSamples = 0
  /// Samples that are not equal, within the tolerance or not.
  public var differingSamples = 0
  /// Compared within one level of 255, because the library rounds by a rule of its own.
  public var isWithinOneLevel = false
}
