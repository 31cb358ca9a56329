internal import PoolingEngine

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
    /// The directories below the one that was walked; of a file that was named, those of its name.
    case dir
    /// The output's width.
    case width
    /// The output's height.
    case height

    /// Those that need no more than a name, for files of one directory.
    static let ofNames: [Field] = [.stem, .ext, .parent, .index]
  }

  private let parts: [Part]

  /// The name as it is without a template.
  public static let stem = NameTemplate(parts: [.field(.stem)])

  private init(parts: [Part]) { self.parts = parts }

  /// Reads a pattern.
  ///
  /// - Throws: ``OutputPlan/Refusal`` for an unknown field, a brace that is not closed, a slash, or nothing at all.
  public init(_ pattern: Path) throws(OutputPlan.Refusal) {
    guard !pattern.bytes.isEmpty, !pattern.bytes.contains(UInt8(ascii: "/")) else {
      throw OutputPlan.Refusal("--name '\(pattern)' is no file name: it may not be empty and have no slash")
    }
    try self.init(pattern, fields: Field.ofNames)
  }

  /// Reads a pattern for names below an output directory, which may have directories of their own and use every field.
  ///
  /// - Throws: ``OutputPlan/Refusal`` for an unknown field, a brace that is not closed, a name that would leave the directory
  ///   or ends in a slash, or nothing at all.
  public init(belowDirectory pattern: Path) throws(OutputPlan.Refusal) {
    let isOutside = pattern.components.contains { $0 == ".." }
    guard !pattern.components.isEmpty, pattern.bytes.first != UInt8(ascii: "/"), !pattern.endsInSlash,
      !isOutside
    else {
      throw OutputPlan.Refusal(
        "--name '\(pattern)' is no name below the output directory: no slash at its ends, no .., and not empty"
      )
    }
    try self.init(pattern, fields: Field.allCases)
  }

  private init(_ pattern: Path, fields: [Field]) throws(OutputPlan.Refusal) {
    var parts: [Part] = []
    var rest = pattern.bytes[...]
    while let place = rest.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
      if place > rest.startIndex { parts.append(.literal(Array(rest[..<place]))) }
      guard rest[place] == UInt8(ascii: "{"), let end = rest[place...].firstIndex(of: UInt8(ascii: "}")),
        let field = Field(rawValue: String(decoding: rest[(place + 1)..<end], as: UTF8.self)),
        fields.contains(field)
      else {
        let known = fields.map { "{\($0.rawValue)}" }.joined(separator: ", ")
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
      case .field(.dir), .field(.width), .field(.height): break
      }
    }
    return bytes.isEmpty ? "input" : Path(bytes: bytes)
  }

  /// The name of an output below the output directory, before an extension is added. What comes from the input's name never
  /// leads out of that directory: `.` and `..` are left out.
  ///
  /// - Parameters:
  ///   - showsExtension: false: `{ext}` is nothing.
  ///   - size: of the output; nil: `{width}` and `{height}` are nothing.
  func name(for input: ListedInput, size: Size?, showsExtension: Bool = true) -> Path {
    let own = input.path.components.last ?? "input"
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(let literal): bytes += literal
      case .field(.stem): bytes += own.withoutExtension.bytes
      case .field(.ext):
        let ending = showsExtension ? Array(own.bytes.dropFirst(own.withoutExtension.bytes.count + 1)) : []
        // A name without extension gets no dot that announces one.
        if ending.isEmpty, bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        bytes += ending
      case .field(.parent): bytes += input.path.directory.components.last?.bytes ?? []
      case .field(.index): bytes += Array("\(input.index + 1)".utf8)
      case .field(.dir): bytes += input.ownDirectory.bytes
      case .field(.width): bytes += size.map { Array("\($0.width)".utf8) } ?? []
      case .field(.height): bytes += size.map { Array("\($0.height)".utf8) } ?? []
      }
    }
    return Path(bytes: bytes).insideDirectory
  }

  func uses(_ field: Field) -> Bool { parts.contains(.field(field)) }

  /// The text that every name ends in, if it ends in text.
  var literalEnd: Path? {
    if case .literal(let bytes) = parts.last { return Path(bytes: bytes) }
    return nil
  }
}
