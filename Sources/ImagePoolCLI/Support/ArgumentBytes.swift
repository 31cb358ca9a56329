internal import ImagePooling

/// The command line as bytes. File names need not be UTF-8, while the parser takes strings: every byte that is not part of
/// valid UTF-8 travels as a scalar of a private plane and is turned back where a name is used.
enum ArgumentBytes {
  /// The scalar U+10FE00 + b stands for the byte b. A name that holds such a scalar itself has its bytes replaced, too, so
  /// nothing is ambiguous.
  private static let base: UInt32 = 0x10FE00

  /// The arguments after the program's name.
  static var arguments: [String] {
    var result: [String] = []
    for place in 1..<max(1, Int(CommandLine.argc)) {
      guard let start = CommandLine.unsafeArgv[place] else { break }
      result.append(standIn(for: Path(bytes: bytes(of: start)).bytes))
    }
    return result
  }

  private static func bytes(of start: UnsafeMutablePointer<CChar>) -> [UInt8] {
    var bytes: [UInt8] = []
    var place = start
    while place.pointee != 0 {
      bytes.append(UInt8(bitPattern: place.pointee))
      place += 1
    }
    return bytes
  }

  /// A string that stands for the bytes.
  static func standIn(for bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    var rest = bytes[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      let piece = rest.prefix(length)
      let text = String(decoding: piece, as: UTF8.self)
      if let scalar = text.unicodeScalars.first, Array(text.utf8) == Array(piece),
        text.unicodeScalars.count == 1, !isStandIn(scalar)
      {
        result.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        append(first, to: &result)
        rest = rest.dropFirst()
      }
    }
    return String(result)
  }

  private static func append(_ byte: UInt8, to view: inout String.UnicodeScalarView) {
    if let scalar = Unicode.Scalar(base + UInt32(byte)) { view.append(scalar) }
  }

  private static func isStandIn(_ scalar: Unicode.Scalar) -> Bool {
    (base..<base + 256).contains(scalar.value)
  }

  /// The byte that a scalar stands for; nil for one that is text.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    isStandIn(scalar) ? UInt8(scalar.value - base) : nil
  }

  /// The bytes that a string stands for.
  static func path(_ standIn: String) -> Path {
    var bytes: [UInt8] = []
    for scalar in standIn.unicodeScalars {
      if let byte = byte(of: scalar) {
        bytes.append(byte)
      } else {
        bytes += Array(String(Character(scalar)).utf8)
      }
    }
    return Path(bytes: bytes)
  }
}
