/// Writes PNGs of every sort without libpng or zlib: stored deflate blocks, filter 0, any chunk anywhere.
struct PNGFile {
  var width: Int
  var height: Int
  var bitDepth: Int
  /// 0 gray, 2 RGB, 3 palette, 4 gray + alpha, 6 RGBA.
  var colorType: Int
  var isInterlaced = false
  /// Stored samples, row-major, interleaved.
  var samples: [Int]
  /// Chunks before and behind the pixels.
  var before: [(name: String, data: [UInt8])] = []
  var behind: [(name: String, data: [UInt8])] = []
  /// Bytes of pixel data per IDAT.
  var chunkLength = 1 << 20

  var channels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colorType] ?? 0 }

  /// Random samples of the full range.
  static func random(
    width: Int, height: Int, bitDepth: Int, colorType: Int, isInterlaced: Bool = false, seed: UInt64 = 7
  ) -> PNGFile {
    var file = PNGFile(
      width: width, height: height, bitDepth: bitDepth, colorType: colorType, isInterlaced: isInterlaced,
      samples: [])
    var generator = SplitMix(state: seed)
    file.samples = (0..<width * height * file.channels).map { _ in
      Int(generator.next() >> 20) & ((1 << bitDepth) - 1)
    }
    return file
  }

  func bytes() -> [UInt8] {
    var file = head()
    let stream = Self.stored(filteredRows())
    for start in stride(from: 0, to: stream.count, by: chunkLength) {
      file += Self.chunk("IDAT", Array(stream[start..<min(stream.count, start + chunkLength)]))
    }
    for (name, data) in behind { file += Self.chunk(name, data) }
    return file + Self.chunk("IEND", [])
  }

  /// A file that claims the size and holds next to nothing.
  func bytesWithoutPixels() -> [UInt8] {
    head() + Self.chunk("IDAT", Self.stored([0])) + Self.chunk("IEND", [])
  }

  private func head() -> [UInt8] {
    let header =
      Self.long(width) + Self.long(height) + [UInt8(bitDepth), UInt8(colorType), 0, 0, isInterlaced ? 1 : 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
      + before.flatMap { Self.chunk($0.name, $0.data) }
  }

  /// Adam7: first column, first row, steps across and down of each pass.
  private static let passes = [
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
  ]

  private func filteredRows() -> [UInt8] {
    var result: [UInt8] = []
    for (column, row, across, down) in isInterlaced ? Self.passes : [(0, 0, 1, 1)] {
      let columns = Array(stride(from: column, to: width, by: across))
      if columns.isEmpty { continue }
      for y in stride(from: row, to: height, by: down) { result += [0] + packed(y, columns) }
    }
    return result
  }

  private func packed(_ row: Int, _ columns: [Int]) -> [UInt8] {
    var (result, bits, count): ([UInt8], Int, Int) = ([], 0, 0)
    for column in columns {
      for channel in 0..<channels {
        bits = bits << bitDepth | samples[(row * width + column) * channels + channel]
        count += bitDepth
        while count >= 8 {
          count -= 8
          result.append(UInt8(bits >> count & 255))
        }
      }
    }
    if count > 0 { result.append(UInt8(bits << (8 - count) & 255)) }
    return result
  }

  static func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }

  static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    long(data.count) + Array(name.utf8) + data + long(Int(crc(Array(name.utf8) + data)))
  }

  /// A zlib stream of stored blocks.
  static func stored(_ data: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(data.count, start + 65535)
      let length = end - start
      stream += [end == data.count ? 1 : 0, UInt8(length & 255), UInt8(length >> 8)]
      stream += [UInt8(~length & 255), UInt8(~length >> 8 & 255)] + data[start..<end]
      start = end
    } while start < data.count
    var (a, b) = (1, 0)
    for byte in data {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + long(b << 16 | a)
  }

  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
