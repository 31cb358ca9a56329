/// A pattern for the names of outputs, such as `{stem}-small`. Braces that come from a file's name are never expanded.
public struct NameTemplate: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case literal([UInt8])
    case field(Field)
  }

  /// What can stand in braces.
  public enum Field: String, Hashable, Sendable, CaseIterable {
    /// The input's name without its extension.
    case stem
    /// The input's extension as it is written.
    case ext
    /// The name of the directory that holds the input.
    case parent
    /// The input's place in the list, from 1.
    case index
  }

  private let parts: [Part]

  /// The name as it is without a template.
  public static let stem = NameTemplate(parts: [.field(.stem)])

  private init(parts: [Part]) { self.parts = parts }

  /// Reads a pattern.
  ///
  /// - Throws: ``OutputPlan/Refusal`` for an unknown field, a brace that is not closed, a slash, or nothing at all.
  public init(_ pattern: Path) throws(OutputPlan.Refusal) {
    var parts: [Part] = []
    var rest = pattern.bytes[...]
    guard !rest.isEmpty, !rest.contains(UInt8(ascii: "/")) else {
      throw OutputPlan.Refusal("--name '\(pattern)' is no file name: it may not be empty and have no slash")
    }
    while let place = rest.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
      if place > rest.startIndex { parts.append(.literal(Array(rest[..<place]))) }
      guard rest[place] == UInt8(ascii: "{"), let end = rest[place...].firstIndex(of: UInt8(ascii: "}")),
        let field = Field(rawValue: String(decoding: rest[(place + 1)..<end], as: UTF8.self))
      else {
        let known = Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        throw OutputPlan.Refusal("--name '\(pattern)' has braces that mean nothing; known are \(known)")
      }
      parts.append(.field(field))
      rest = rest[(end + 1)...]
    }
    if !rest.isEmpty { parts.append(.literal(Array(rest))) }
    self.init(parts: parts)
  }

  /// The stem of the outputs of an input.
  func stem(for input: Path?, index: Int) -> Path {
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(let literal): bytes += literal
      case .field(.stem): bytes += (input.map { $0.lastComponent.withoutExtension } ?? "stdin").bytes
      case .field(.ext):
        let name = input?.lastComponent
        bytes += name.map { Array($0.bytes.dropFirst($0.withoutExtension.bytes.count + 1)) } ?? []
      case .field(.parent): bytes += input?.directory.lastComponent.bytes ?? []
      case .field(.index): bytes += Array("\(index + 1)".utf8)
      }
    }
    return bytes.isEmpty ? "input" : Path(bytes: bytes)
  }

  /// The text that every name ends in, if it ends in text.
  var literalEnd: Path? {
    if case .literal(let bytes) = parts.last { return Path(bytes: bytes) }
    return nil
  }
}
