internal import ImagePooling

/// Words as one line that a shell takes apart into the same words.
enum ShellText {
  /// What no shell reads as anything but itself.
  private static let plain = Set(
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./,:=@%+-".utf8))

  static func line(_ words: [Path]) -> String { words.map(quoted).joined(separator: " ") }

  /// As it is, in quotes, or, with bytes that are no text or not to be seen, as `$'…'` (bash, zsh, ksh).
  static func quoted(_ word: Path) -> String {
    // zsh takes a word that begins with = for the path of a command.
    if let first = word.bytes.first, first != UInt8(ascii: "="), word.bytes.allSatisfy(plain.contains) {
      return word.text
    }
    if word.isUTF8, word.text.unicodeScalars.allSatisfy(isSeen) {
      return "'"
        + word.text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
    }
    var text = "$'"
    for scalar in ArgumentBytes.standIn(for: word.bytes).unicodeScalars {
      switch scalar {
      case "'": text += "\\'"
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case let scalar where isSeen(scalar) && ArgumentBytes.byte(of: scalar) == nil:
        text.unicodeScalars.append(scalar)
      case let scalar:
        let bytes = ArgumentBytes.byte(of: scalar).map { [$0] } ?? Array(String(Character(scalar)).utf8)
        for byte in bytes { text += (byte < 16 ? "\\x0" : "\\x") + String(byte, radix: 16, uppercase: true) }
      }
    }
    return text + "'"
  }

  /// Control characters and those that only move or hide others are written out.
  private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
