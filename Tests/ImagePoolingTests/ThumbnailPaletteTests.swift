import FeatureMaps
import ImageCodecs
import TestSupport
import Testing

@testable import ImagePooling

/// A palette stays one where that loses nothing.
@Suite("Thumbnails of palettes")
struct ThumbnailPaletteTests {
  private static func colours(_ count: Int, alpha: (Int) -> UInt8 = { _ in 255 }) -> [[UInt8]] {
    (0..<count).map { [UInt8($0), UInt8($0 * 7 % 256), UInt8(255 - $0), alpha($0)] }
  }

  /// Every entry in turn, each twice beside itself and twice below, so that half the size shows each once.
  private static func picture(_ palette: [[UInt8]]) -> [UInt8] {
    let row = palette.indices.flatMap { [UInt8($0), UInt8($0)] }
    return Pictures.palettePNG(width: row.count, palette: palette, places: row + row)
  }

  struct Example: CustomTestStringConvertible {
    let colours, bits: Int
    var testDescription: String { "\(colours) colours take \(bits) bits" }
  }

  static let examples = [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (255, 8), (256, 8)].map {
    Example(colours: $0, bits: $1)
  }

  @Test("As few bits as hold the colours, opaque or not", arguments: examples)
  func depths(_ example: Example) throws {
    for hasAlpha in [false, true] {
      let palette = Self.colours(example.colours) { hasAlpha && $0 % 3 == 1 ? UInt8($0 % 200 + 1) : 255 }
      let report = try Recipe.thumbnail(.scale(1, 2)).runBlocking(.bytes(Self.picture(palette)), to: .memory)
      let info = try ImageInfo(of: .bytes(try #require(report.bytes)))
      let isTransparent = palette.contains { $0[3] < 255 }
      #expect(
        info.storedColor == (isTransparent ? "palette+tRNS" : "palette") && info.bitDepth == example.bits)
      #expect(report.picture?.outputColor == "palette" && report.picture?.outputBitDepth == example.bits)
      let decoded = try Pictures.decoded(try #require(report.bytes))
      let planes = try #require(decoded.tensor.planes(as: UInt8.self))
      let channels = isTransparent ? 4 : 3
      #expect(planes.samples == (0..<channels).flatMap { channel in palette.map { $0[channel] } })
    }
  }

  @Test("The 257th colour makes it a picture of colours, sample for sample")
  func tooMany() throws {
    // Four places chosen as good as at random mix to a colour of their own, 1024 times.
    let palette = Self.colours(256)
    let places = (0..<8 * 512).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    let png = Pictures.palettePNG(width: 512, palette: palette, places: places)
    var recipe = Recipe.thumbnail(.scale(1, 2))
    let report = try recipe.runBlocking(.bytes(png), to: .memory)
    #expect(report.picture?.outputColor == "rgb" && report.picture?.outputBitDepth == 8)
    recipe.keepsPalette = false
    let plain = try recipe.runBlocking(.bytes(png), to: .memory)
    #expect(report.bytes == plain.bytes, "the same file as without a thought of palettes")
  }

  @Test("Where no palette belongs there is none")
  func elsewhere() throws {
    let png = Self.picture(Self.colours(4))
    var recipe = Recipe.thumbnail(.scale(1, 2))
    #expect(try recipe.runBlocking(.bytes(png), to: .memory, as: .jpeg()).picture?.outputColor == "rgb")
    recipe.depth = .sixteen
    #expect(try recipe.runBlocking(.bytes(png), to: .memory).picture?.outputBitDepth == 16)
    recipe = .thumbnail(.scale(1, 2))
    recipe.channels = .gray
    #expect(try recipe.runBlocking(.bytes(png), to: .memory).picture?.outputColor == "gray")
    let few = Planes<UInt8>(channels: 3, size: Size(height: 4, width: 4), repeating: 7)
    let colours = try Recipe.thumbnail(.scale(1, 2)).runBlocking(
      .bytes(try Pictures.encoded(few)), to: .memory)
    #expect(colours.picture?.outputColor == "rgb", "one colour, but no palette came in")
  }

  @Test("A palette over a background, and in linear light, stays a palette")
  func stages() throws {
    let png = Self.picture(Self.colours(9) { $0 == 2 ? 0 : 255 })
    var recipe = Recipe.thumbnail(.scale(1, 2))
    recipe.background = .white
    recipe.linearLight = true
    let report = try recipe.runBlocking(.bytes(png), to: .memory)
    #expect(report.picture?.outputColor == "palette" && report.picture?.outputBitDepth == 4)
    let decoded = try Pictures.decoded(try #require(report.bytes))
    #expect(decoded.color == .rgb)
    #expect(try #require(decoded.tensor.planes(as: UInt8.self))[0, 0, 2] == 255)
  }

  @Test("What is held for a palette counts against the memory")
  func memory() throws {
    let png = Self.picture(Self.colours(256))
    var recipe = Recipe.thumbnail(.exact(Size(height: 1000, width: 1000)))
    let with = try recipe.runBlocking(.bytes(png), to: .memory).memoryBytes
    recipe.keepsPalette = false
    #expect(try recipe.runBlocking(.bytes(png), to: .memory).memoryBytes == with - 1_000_000)
  }
}
