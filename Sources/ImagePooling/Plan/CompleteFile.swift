internal import ImageCodecs

/// Whether a picture's file ends as its format ends.
enum CompleteFile {
  private static let ends: [ImageKind: [UInt8]] = [
    .png: [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], .jpeg: [0xFF, 0xD9],
  ]

  /// - Parameter format: `png` or `jpeg`.
  static func isComplete(_ path: Path, format: String) -> Bool {
    guard let kind = ImageKind(rawValue: format), let end = ends[kind],
      let descriptor = try? SystemCalls.openWithoutWaiting(path)
    else { return false }
    defer { try? SystemCalls.closeDescriptor(descriptor) }
    guard let facts = try? SystemCalls.facts(of: descriptor), facts.sort == .regular,
      let first = bytes(descriptor, at: 0, count: ImageKind.signatureLength),
      let last = bytes(descriptor, at: facts.size - end.count, count: end.count)
    else { return false }
    return ImageKind.of(firstBytes: first) == kind && last == end
  }

  private static func bytes(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
    guard offset >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = bytes.withUnsafeMutableBytes { buffer in
      (try? SystemCalls.readBytes(descriptor, at: offset, into: buffer)) ?? 0
    }
    return got == count ? bytes : nil
  }
}
