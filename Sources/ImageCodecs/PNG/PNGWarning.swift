/// Which of libpng's warnings say nothing about samples.
enum PNGWarning {
  /// Whether a warning is about the contents of an ancillary chunk (such as a known bad sRGB profile); libpng puts
  /// the chunk's name in front, and a small first letter makes it ancillary. tRNS is another matter: it decides
  /// about samples. So is a wrong checksum, whatever the chunk: it shows that the file was changed.
  static func isHarmless(_ text: String) -> Bool {
    let name = text.prefix(4)
    guard text.dropFirst(4).hasPrefix(": "), name != "tRNS", !text.contains("CRC") else { return false }
    return name.first.map { ("a"..."z").contains($0) } ?? false
  }
}
