public import PoolingEngine

/// The parameters of a golden case: an open dictionary. The accessors give nil for a parameter that is absent, null or
/// of another type.
public struct GoldenParameters: Hashable, Sendable {
  /// All parameters, in the manifest's order.
  public let members: [JSONValue.Member]

  public subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

  public func bool(_ name: String) -> Bool? { self[name]?.boolValue }

  public func integer(_ name: String) -> Int? { self[name]?.integerValue }

  /// A number; the strings "inf" and "-inf" are infinities.
  public func number(_ name: String) -> Double? {
    switch self[name] {
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    case let value: value?.numberValue
    }
  }

  public func string(_ name: String) -> String? { self[name]?.stringValue }

  public func integers(_ name: String) -> [Int]? {
    guard let elements = self[name]?.elements else { return nil }
    let integers = elements.compactMap(\.integerValue)
    return integers.count == elements.count ? integers : nil
  }

  /// [vertical, horizontal].
  public func pair(_ name: String) -> Pair? {
    guard let values = integers(name), values.count == 2 else { return nil }
    return Pair(values[0], values[1])
  }

  /// `padding_mode` and `pads` as the engine's value; nil if the case has none.
  public var padding: Padding? {
    switch string("padding_mode") {
    case "valid": return .valid
    case "same_upper": return .same
    case "same_lower": return .sameLower
    case "explicit":
      guard let pads = integers("pads"), pads.count == 4 else { return nil }
      return .explicit(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
    default: return nil
    }
  }
}
