internal import FeatureMaps
internal import ImageCodecs

/// What an input is, told by its first bytes.
enum InputKind: Hashable, Sendable {
  case image(ImageKind)
  case npy
  case csv
  case safetensors
  /// Something else; the text says what, as far as that is known.
  case other(String)
  /// Nothing at all.
  case empty

  /// Bytes that ``of(_:)`` wants to see.
  static let lookahead = 512

  static func of(_ bytes: [UInt8]) -> InputKind {
    if bytes.isEmpty { return .empty }
    if let kind = ImageKind.of(firstBytes: bytes) { return .image(kind) }
    if NPY.matches(bytes) { return .npy }
    if Safetensors.matches(bytes) { return .safetensors }
    if isTable(bytes) { return .csv }
    for (signature, name) in signatures where bytes.starts(with: signature) { return .other(name) }
    if bytes.count > 12, bytes.starts(with: "RIFF".utf8), bytes[8...].starts(with: "WEBP".utf8) {
      return .other("a WebP picture")
    }
    if bytes.count > 12, bytes[4...].starts(with: "ftyp".utf8) { return .other("a HEIF, AVIF or video file") }
    return .other(bytes.allSatisfy(isText) ? "a text" : "of an unknown kind")
  }

  private static let signatures: [([UInt8], String)] = [
    (Array("GIF8".utf8), "a GIF picture"), (Array("BM".utf8), "a BMP picture"),
    ([0x49, 0x49, 0x2A, 0x00], "a TIFF picture"), ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF picture"),
    (Array("%PDF".utf8), "a PDF document"), ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive"),
    ([0x1F, 0x8B], "gzip data"), ([0xFF, 0x0A], "a JPEG XL picture"),
    ([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50], "a JPEG 2000 picture"),
    ([0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C], "a JPEG XL picture"), (Array("<svg".utf8), "an SVG drawing"),
    (Array("8BPS".utf8), "a Photoshop document"), ([0x8A, 0x4D, 0x4E, 0x47], "an MNG animation"),
  ]

  private static func isText(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || (9...13).contains(byte)
  }

  /// Text whose first cell is a number, or the head of a table that was written here.
  private static func isTable(_ bytes: [UInt8]) -> Bool {
    guard bytes.allSatisfy({ isText($0) && $0 < 0x80 || [0xEF, 0xBB, 0xBF].contains($0) }) else {
      return false
    }
    let text = String(
      decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    guard let line = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }) else { return false }
    if line.hasPrefix("channel,row,") { return true }
    // The last cell looked at may be cut off by the end of what was read.
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    let isCut = bytes.count >= lookahead && lines.count == 1 && !text.hasSuffix("\n")
    let whole = isCut && cells.count > 1 ? cells.dropLast() : cells
    return whole.allSatisfy { cell in
      let trimmed = cell.trimmingPrefix(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
        .reversed()
      return Double(String(trimmed)) != nil
    }
  }
}
