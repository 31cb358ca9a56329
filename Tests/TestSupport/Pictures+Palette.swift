extension Pictures {
  /// A PNG of a palette with 8 bits a place, stored rows, made without libpng.
  ///
  /// - Parameters:
  ///   - palette: red, green, blue, alpha of each entry.
  ///   - places: one per pixel, row by row.
  public static func palettePNG(width: Int, palette: [[UInt8]], places: [UInt8]) -> [UInt8] {
    let height = places.count / width
    func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
    var rows: [UInt8] = []
    for row in 0..<height { rows += [0] + places[(row * width)..<((row + 1) * width)] }
    let alphas = palette.map { $0[3] }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", long(width) + long(height) + [8, 3, 0, 0, 0])
      + chunk("PLTE", palette.flatMap { $0[..<3] })
      + (alphas.contains { $0 < 255 } ? chunk("tRNS", alphas) : [])
      + chunk("IDAT", storedStream(rows)) + chunk("IEND", [])
  }

  /// A zlib stream of stored blocks.
  private static func storedStream(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(bytes.count, start + 65535)
      let length = end - start
      stream += [end == bytes.count ? 1 : 0, UInt8(length & 255), UInt8(length >> 8)]
      stream += [UInt8(~length & 255), UInt8(~length >> 8 & 255)] + bytes[start..<end]
      start = end
    } while start < bytes.count
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65521
      high = (high + low) % 65521
    }
    return stream + [UInt8(high >> 8), UInt8(high & 255), UInt8(low >> 8), UInt8(low & 255)]
  }
}
