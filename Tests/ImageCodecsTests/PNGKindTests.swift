import ImageCodecs
import PoolingEngine
import Testing

/// Every sort of PNG against files that were written without libpng.
@Suite("Every sort of PNG")
struct PNGKindTests {
  struct Sort: CustomTestStringConvertible, Sendable {
    var colorType: Int
    var bitDepth: Int
    var testDescription: String { "type \(colorType), \(bitDepth) bits" }
  }

  static let sorts =
    [(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16])]
    .flatMap { type, depths in depths.map { Sort(colorType: type, bitDepth: $0) } }

  @Test("Stored and expanded samples, interlaced or not", arguments: sorts)
  func samples(_ sort: Sort) throws {
    for isInterlaced in [false, true] {
      for (width, height) in [(1, 1), (5, 3), (8, 8), (19, 11), (33, 2)] {
        var file = PNGFile.random(
          width: width, height: height, bitDepth: sort.bitDepth, colorType: sort.colorType,
          isInterlaced: isInterlaced)
        let palette = (0..<(3 << sort.bitDepth)).map { UInt8(($0 * 37 + 11) & 255) }
        if sort.colorType == 3 { file.before = [("PLTE", palette)] }
        let native = try decode(file.bytes(), .native)
        #expect(values(native.picture) == file.samples)
        #expect(native.info.streams == !isInterlaced)
        #expect(native.info.coding == (isInterlaced ? "adam7" : "non-interlaced"))
        let expanded = try decode(file.bytes())
        #expect(values(expanded.picture) == expansion(of: file, palette))
        #expect(expanded.damage == Damage(rowsIntact: height))
      }
    }
  }

  private func values(_ picture: Picture) -> [Int] {
    picture.bytes.withUnsafeBytes { bytes in
      picture.format.sampleType == .uint16
        ? bytes.bindMemory(to: UInt16.self).map { Int($0) } : bytes.map { Int($0) }
    }
  }

  private func expansion(of file: PNGFile, _ palette: [UInt8]) -> [Int] {
    if file.colorType == 3 { return file.samples.flatMap { palette[3 * $0..<3 * $0 + 3].map { Int($0) } } }
    if file.bitDepth < 8 { return file.samples.map { $0 * (255 / ((1 << file.bitDepth) - 1)) } }
    return file.samples
  }

  @Test("A key colour makes an alpha channel")
  func keyColour() throws {
    for (depth, most) in [(1, 255), (2, 255), (4, 255), (8, 255), (16, 65535)] {
      var file = PNGFile.random(width: 9, height: 6, bitDepth: depth, colorType: 0)
      let key = file.samples[5]
      file.before = [("tRNS", [UInt8(key >> 8), UInt8(key & 255)])]
      let decoded = try decode(file.bytes())
      #expect(decoded.picture.color == .grayAlpha)
      #expect(decoded.info.storedColor == "gray+tRNS")
      let alpha = values(decoded.picture).enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      #expect(alpha == file.samples.map { $0 == key ? 0 : most }, "\(depth) bits")
      #expect(try decode(file.bytes(), .native).picture.color == .gray)
    }
    var file = PNGFile.random(width: 9, height: 6, bitDepth: 8, colorType: 2)
    file.before = [("tRNS", file.samples[3..<6].flatMap { [0, UInt8($0)] })]
    let decoded = try decode(file.bytes())
    #expect(decoded.picture.color == .rgba)
    #expect(values(decoded.picture)[7] == 0)
    #expect(values(decoded.picture)[3] == 255)
  }

  @Test("A key colour outside the range of the samples equals none of them")
  func keyOutOfRange() throws {
    var file = PNGFile.random(width: 9, height: 6, bitDepth: 1, colorType: 0)
    file.before = [("tRNS", [0, 255])]
    let decoded = try decode(file.bytes())
    #expect(decoded.picture.color == .gray)
    #expect(decoded.damage.warnings.count == 1)
  }

  @Test("tRNS of a palette; entries beyond it are opaque, indices beyond the palette are black")
  func palette() throws {
    let file = PNGFile(
      width: 4, height: 1, bitDepth: 8, colorType: 3, samples: [0, 1, 2, 9],
      before: [("PLTE", [10, 20, 30, 40, 50, 60, 70, 80, 90]), ("tRNS", [7, 128])])
    let decoded = try decode(file.bytes())
    #expect(decoded.picture.color == .rgba)
    #expect(
      decoded.picture.bytes == [10, 20, 30, 7, 40, 50, 60, 128, 70, 80, 90, 255, 0, 0, 0, 255])
    #expect(decoded.info.storedColor == "palette+tRNS")
    #expect(!decoded.damage.isLossy)
  }

  @Test("An animation's default picture is read; its frames are skipped")
  func animation() throws {
    var file = PNGFile.random(width: 6, height: 5, bitDepth: 8, colorType: 2)
    let plain = try decode(file.bytes()).picture
    file.before = [("acTL", PNGFile.long(2) + PNGFile.long(0))]
    file.behind = [("fdAT", [UInt8](repeating: 3, count: 500))]
    let decoded = try decode(file.bytes())
    #expect(decoded.picture == plain)
    #expect(decoded.info.coding == "non-interlaced,apng")
  }

  @Test("Apple's CgBI is refused by name")
  func apple() {
    var file = PNGFile.random(width: 6, height: 5, bitDepth: 8, colorType: 6).bytes()
    file.insert(contentsOf: PNGFile.chunk("CgBI", [0x50, 0, 0x20, 6]), at: 8)
    let error = failure(file)
    #expect(error?.kind == .unsupported)
    #expect(error?.message.contains("CgBI") == true)
  }
}
