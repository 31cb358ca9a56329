extension TarError {
  /// What a file is that does not begin with a header, as far as its first bytes tell.
  static func notATar(_ bytes: [UInt8]) -> TarError {
    for (signature, name, program) in compressed where bytes.starts(with: signature) {
      return TarError(
        .unsupported, "is compressed with \(name)", remedy: "let \(program) -dc write it into a pipe")
    }
    return TarError(
      .notATar, "is no tar archive: its first \(min(bytes.count, TarHeader.blockSize)) bytes are no header",
      remedy: "name an archive of ustar, pax or GNU form")
  }

  private static let compressed: [([UInt8], String, String)] = [
    ([0x1F, 0x8B], "gzip", "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", "xz"), (Array("BZh".utf8), "bzip2", "bzip2"),
    ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4"),
  ]

  /// A name for people: on one line, whatever its bytes are.
  static func shown(_ name: [UInt8]) -> String {
    String(decoding: name, as: UTF8.self).unicodeScalars.map { scalar in
      scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        ? "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) : String(Character(scalar))
    }.joined()
  }
}
