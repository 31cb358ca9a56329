/// The name of a file: bytes, as the system has it. A name need not be valid UTF-8.
public struct Path: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// Without a terminating zero.
  public let bytes: [UInt8]

  /// A name from its bytes; everything from the first zero byte on is cut off, since no system call would see it.
  public init(bytes: [UInt8]) { self.bytes = Array(bytes.prefix { $0 != 0 }) }

  public init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  public init(stringLiteral text: String) { self.init(text) }

  /// As text: what is not UTF-8 becomes U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// For people, on one line: what is not UTF-8 becomes U+FFFD, control characters are escaped (`\n`, `\x1b`) so that a
  /// terminal does not obey them, and an empty name is `''`. Use ``bytes`` to open a file.
  public var description: String {
    guard !bytes.isEmpty else { return "''" }
    let text = text
    guard text.unicodeScalars.contains(where: Path.isControl) else { return text }
    return text.unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case "\\": "\\\\"
      case _ where Path.isControl(scalar):
        (scalar.value < 0x80 ? "\\x" : "\\u00")
          + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(Character(scalar))
      }
    }.joined()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// Whether ``text`` says everything.
  public var isUTF8: Bool { Array(text.utf8) == bytes }

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  /// The name ends in a slash, so it can only be a directory.
  public var endsInSlash: Bool { bytes.last == Path.slash }

  /// What follows the last slash: `a/b.png` → `b.png`.
  public var lastComponent: Path {
    guard let place = bytes.lastIndex(of: Path.slash) else { return self }
    return Path(bytes: Array(bytes[(place + 1)...]))
  }

  /// The directory that holds this file: `a/b.png` → `a`, `/b.png` → `/`, `b.png` → `.`.
  public var directory: Path {
    guard let place = bytes.lastIndex(of: Path.slash) else { return "." }
    return place == 0 ? "/" : Path(bytes: Array(bytes[..<place]))
  }

  /// The names between slashes; none is empty or `.`.
  var components: [Path] {
    bytes.split(separator: Path.slash).filter { !$0.elementsEqual([Path.dot]) }.map { Path(bytes: Array($0)) }
  }

  /// The name as one that cannot leave the directory that it is taken to be in: no slash at its beginning, no `..`.
  var insideDirectory: Path {
    let parts = components.filter { $0 != ".." }
    return parts.isEmpty ? "input" : Path(bytes: Array(parts.map(\.bytes).joined(separator: [Path.slash])))
  }

  private var extensionPlace: Int? {
    let name = lastComponent.bytes
    guard let place = name.lastIndex(of: Path.dot), place > 0, place < name.count - 1 else { return nil }
    return bytes.count - name.count + place
  }

  /// The letters after the last dot of the last component, in lower case: `a/b.PNG` → `png`; nil if there are none
  /// (`.hidden` has none).
  public var fileExtension: String? {
    guard let place = extensionPlace else { return nil }
    return String(decoding: bytes[(place + 1)...], as: UTF8.self).lowercased()
  }

  /// Without the last dot and what follows it: `a/b.tar.gz` → `a/b.tar`.
  public var withoutExtension: Path {
    guard let place = extensionPlace else { return self }
    return Path(bytes: Array(bytes[..<place]))
  }

  /// Adds bytes to the end of the name.
  public func appending(_ suffix: String) -> Path { Path(bytes: bytes + Array(suffix.utf8)) }

  /// A file of that name inside this directory.
  public func joined(_ name: Path) -> Path {
    if bytes.isEmpty || bytes == [Path.dot] { return name }
    return Path(bytes: bytes + (endsInSlash ? [] : [Path.slash]) + name.bytes)
  }

  func withCString<T, E: Error>(_ body: (UnsafePointer<CChar>) throws(E) -> T) throws(E) -> T {
    let characters = bytes.map(CChar.init(bitPattern:)) + [0]
    // `characters` has at least the terminating zero, so the buffer has an address.
    return try characters.withUnsafeBufferPointer { (buffer) throws(E) -> T in try body(buffer.baseAddress!) }
  }
}
