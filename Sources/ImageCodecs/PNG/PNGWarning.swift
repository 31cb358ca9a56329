/// Which of libpng's warnings say nothing about samples.
enum PNGWarning {
  /// Chunks that only describe the picture; tRNS is not among them.
  private static let descriptiveChunks = ["cHRM", "gAMA", "iCCP", "sRGB", "pHYs"]

  /// Whether a warning is about the contents of a descriptive chunk (such as a known bad sRGB profile). A wrong
  /// checksum is no such thing, whatever the chunk: it shows that the file was changed.
  static func isHarmless(_ text: String) -> Bool {
    !text.contains("CRC") && descriptiveChunks.contains { text.hasPrefix("\($0): ") }
  }
}
