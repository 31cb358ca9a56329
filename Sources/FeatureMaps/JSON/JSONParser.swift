/// A strict reader of RFC 8259 texts. It finds duplicate names, which would let two readers see different things in one
/// file, and needs nothing beyond the standard library.
struct JSONParser {
  static let deepestNesting = 64

  private let text: [UInt8]
  private var position = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func parse() throws(FeatureMapError) -> JSONValue {
    let value = try parseValue(depth: 0)
    skipSpace()
    guard position == text.count else { throw error("something follows the value") }
    return value
  }

  private func error(_ what: String) -> FeatureMapError {
    FeatureMapError(.corrupt, "JSON: \(what) at byte \(position)")
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func parseValue(depth: Int) throws(FeatureMapError) -> JSONValue {
    guard depth <= Self.deepestNesting else { throw error("nesting deeper than \(Self.deepestNesting)") }
    skipSpace()
    guard let first = next else { throw error("a value is missing") }
    switch first {
    case UInt8(ascii: "{"): return try parseObject(depth: depth)
    case UInt8(ascii: "["): return try parseArray(depth: depth)
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func parseWord(_ word: String, _ value: JSONValue) throws(FeatureMapError) -> JSONValue {
    guard text[position...].starts(with: word.utf8) else { throw error("an unknown word") }
    position += word.utf8.count
    return value
  }

  private mutating func parseArray(depth: Int) throws(FeatureMapError) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return .array(elements) }
    while true {
      elements.append(try parseValue(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw error("a comma or ] is missing") }
    }
  }

  private mutating func parseObject(depth: Int) throws(FeatureMapError) -> JSONValue {
    .object(try parseMembers(depth: depth).map(\.member))
  }

  /// An object whose members come with the places of their values' texts; nil if the text is some other value.
  mutating func parseMembers() throws(FeatureMapError) -> [(member: JSONValue.Member, place: Range<Int>)]? {
    skipSpace()
    guard next == UInt8(ascii: "{") else {
      _ = try parse()
      return nil
    }
    let members = try parseMembers(depth: 0)
    skipSpace()
    guard position == text.count else { throw error("something follows the value") }
    return members
  }

  private mutating func parseMembers(
    depth: Int
  ) throws(FeatureMapError) -> [(member: JSONValue.Member, place: Range<Int>)] {
    position += 1
    var members: [(member: JSONValue.Member, place: Range<Int>)] = []
    var names: Set<String> = []
    skipSpace()
    if take("}") { return members }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a name is missing") }
      let name = try parseString()
      guard names.insert(name).inserted else { throw error("the name \"\(name)\" stands twice,") }
      skipSpace()
      guard take(":") else { throw error("a colon is missing") }
      skipSpace()
      let start = position
      let value = try parseValue(depth: depth + 1)
      members.append((JSONValue.Member(name, value), start..<position))
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw error("a comma or } is missing") }
    }
  }

  private mutating func parseNumber() throws(FeatureMapError) -> JSONValue {
    let start = position
    var isInteger = true
    let isNegative = take("-")
    if take("0") {
      if let byte = next, isDigit(byte) { throw error("a number with a leading zero") }
    } else {
      try skipDigits()
    }
    if take(".") {
      isInteger = false
      try skipDigits()
    }
    if take("e") || take("E") {
      isInteger = false
      if !take("+") { _ = take("-") }
      try skipDigits()
    }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    // -0 has a sign that an integer would lose.
    if isInteger, let integer = Int64(digits), !(isNegative && integer == 0) { return .integer(integer) }
    guard let number = Double(digits), number.isFinite else { throw error("a number beyond float64") }
    return .number(number)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private mutating func skipDigits() throws(FeatureMapError) {
    guard let byte = next, isDigit(byte) else { throw error("something that is no value") }
    while let byte = next, isDigit(byte) { position += 1 }
  }

  /// At a quotation mark.
  private mutating func parseString() throws(FeatureMapError) -> String {
    position += 1
    var content: [UInt8] = []
    while true {
      guard let byte = next else { throw error("an unterminated string") }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: content, as: UTF8.self) else {
          throw error("a string that is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try parseEscape(into: &content)
      case 0..<0x20:
        throw error("a control character in a string")
      default:
        content.append(byte)
        position += 1
      }
    }
  }

  private mutating func parseEscape(into content: inout [UInt8]) throws(FeatureMapError) {
    guard let byte = next else { throw error("an unterminated string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      var code = try parseHex()
      if (0xD800..<0xDC00).contains(code) {
        guard take("\\"), take("u") else { throw error("half of a surrogate pair") }
        let low = try parseHex()
        guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
      content.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    default: throw error("an unknown escape")
    }
  }

  private mutating func parseHex() throws(FeatureMapError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("an escape without four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
