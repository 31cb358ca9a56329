/// A JSON value that keeps its members' order: what reports and dumps are made of.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// Not-a-number and infinities are written as the strings "NaN", "Infinity" and "-Infinity".
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A name and its value.
  public struct Member: Hashable, Sendable {
    public var name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The text, without line breaks or needless spaces, in UTF-8: one line of a JSON Lines file.
  public func encoded() -> [UInt8] {
    var text: [UInt8] = []
    JSONWriter.append(self, to: &text)
    return text
  }

  /// Reads one JSON text (RFC 8259), strictly: UTF-8, no duplicate names, nesting up to 64 deep, nothing after it.
  ///
  /// - Throws: ``FeatureMapError`` of kind `corrupt`, naming the byte.
  public init(parsing text: [UInt8]) throws(FeatureMapError) {
    var parser = JSONParser(text)
    self = try parser.parse()
  }

  /// Reads the members of one JSON object as ``init(parsing:)`` does, each with the text of its value as it was written: a
  /// number's own digits, a string's own escapes.
  ///
  /// - Returns: nil if the text is some other value.
  /// - Throws: ``FeatureMapError`` of kind `corrupt`, naming the byte.
  public static func members(
    parsing text: [UInt8]
  ) throws(FeatureMapError) -> [(member: Member, text: ArraySlice<UInt8>)]? {
    var parser = JSONParser(text)
    return try parser.parseMembers()?.map { ($0.member, text[$0.place]) }
  }

  /// The value of the member of that name; nil if there is none or this is no object.
  public subscript(name: String) -> JSONValue? {
    members?.first { $0.name == name }?.value
  }

  /// The members of an object.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  /// The elements of an array.
  public var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The value of an integer; a number with a fraction or an exponent is none.
  public var integerValue: Int? { if case .integer(let value) = self { Int(exactly: value) } else { nil } }
  /// The value of a number with or without a fraction.
  public var numberValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Members in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  public init(_ value: Int) { self = .integer(Int64(value)) }
  public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
  public init(_ value: String?) { self = value.map { .string($0) } ?? .null }
}
