public import PoolingEngine

/// What another framework's rules give for an inspected output sample.
public struct DialectAnswer: Equatable, Sendable {
  public enum Outcome: String, Hashable, Sendable {
    case same, different, refused
  }

  public var dialect: Dialect
  public var outcome: Outcome
  /// In the element type that this dialect gives; nil if it refuses the layer.
  public var result: InspectedNumber?
  public var resultType: SampleType?
  /// The sample of a picture, where there is one.
  public var rounded: Int?
  /// The rule that decided, or why the layer is refused.
  public var reason: String
}
