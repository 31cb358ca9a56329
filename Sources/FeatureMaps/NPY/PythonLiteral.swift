/// The Python values that a `.npy` header may hold.
enum PythonLiteral: Equatable {
  case string(String)
  case bool(Bool)
  case integers([Int])
  /// A list: the fields of a record type, which is not looked into.
  case list
}

/// A strict reader of the one Python dictionary that a `.npy` header is.
struct PythonLiteralParser {
  private let text: ArraySlice<UInt8>
  private var position: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  /// Hands out each key and value.
  mutating func parseDictionary(
    _ body: (String, PythonLiteral) throws(FeatureMapError) -> Void
  ) throws(FeatureMapError) {
    try expect("{")
    while !take("}") {
      let key = try parseString()
      try expect(":")
      let value = try parseValue()
      try body(key, value)
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard position == text.endIndex else { throw error("something follows the dictionary") }
  }

  private func error(_ what: String) -> FeatureMapError {
    FeatureMapError(.corrupt, ".npy header: \(what) at byte \(position - text.startIndex)")
  }

  private var next: UInt8? { position < text.endIndex ? text[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard let byte = next, byte == character.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Character) throws(FeatureMapError) {
    guard take(character) else { throw error("\(character) is missing") }
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard text[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func parseValue() throws(FeatureMapError) -> PythonLiteral {
    skipSpace()
    switch next {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "("): return .integers(try parseTuple())
    case UInt8(ascii: "["):
      try skipList()
      return .list
    default:
      if takeWord("True") { return .bool(true) }
      if takeWord("False") { return .bool(false) }
      throw error("something that is no value")
    }
  }

  /// Moves behind the bracket that belongs to the one here.
  private mutating func skipList() throws(FeatureMapError) {
    var depth = 0
    repeat {
      switch next {
      case nil: throw error("an unterminated list")
      case UInt8(ascii: "'"), UInt8(ascii: "\""): _ = try parseString()
      case let byte:
        if byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: "]") { depth -= 1 }
        position += 1
      }
    } while depth > 0
  }

  private mutating func parseString() throws(FeatureMapError) -> String {
    skipSpace()
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw error("a string is missing")
    }
    position += 1
    let start = position
    while let byte = next {
      if byte == quote {
        position += 1
        return String(decoding: text[start..<(position - 1)], as: UTF8.self)
      }
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else {
        throw error("an unexpected character")
      }
      position += 1
    }
    throw error("an unterminated string")
  }

  /// `()`, `(3,)`, `(3, 4)`; Python 2 wrote `3L`.
  private mutating func parseTuple() throws(FeatureMapError) -> [Int] {
    try expect("(")
    var values: [Int] = []
    while !take(")") {
      values.append(try parseInteger())
      guard values.count <= 64 else { throw error("more than 64 axes") }
      if !take(",") {
        guard values.count > 1 else { throw error("a comma is missing") }
        try expect(")")
        break
      }
    }
    return values
  }

  private mutating func parseInteger() throws(FeatureMapError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      let (tens, overflow1) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !overflow1, !overflow2 else { throw error("an axis beyond the address space") }
      value = sum
      position += 1
    }
    guard position > start else { throw error("an axis that is no number of samples") }
    if let byte = next, byte == UInt8(ascii: "L") { position += 1 }
    return value
  }
}
