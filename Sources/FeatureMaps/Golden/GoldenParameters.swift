public import PoolingEngine

/// The parameters of a golden case: an open dictionary. Accessors give nil for a parameter that is absent, null or of
/// another type.
public struct GoldenParameters: Hashable, Sendable {
  public let members: [JSONValue.Member]

  public subscript(name: String) -> JSONValue? { preconditionFailure("to come") }
  public func bool(_ name: String) -> Bool? { preconditionFailure("to come") }
  public func integer(_ name: String) -> Int? { preconditionFailure("to come") }
  /// A number; "inf" and "-inf" are infinities.
  public func number(_ name: String) -> Double? { preconditionFailure("to come") }
  public func string(_ name: String) -> String? { preconditionFailure("to come") }
  public func integers(_ name: String) -> [Int]? { preconditionFailure("to come") }
  /// [vertical, horizontal].
  public func pair(_ name: String) -> Pair? { preconditionFailure("to come") }

  /// `padding_mode` and `pads` as the engine's value; nil if the case has none.
  public var padding: Padding? { preconditionFailure("to come") }
}
