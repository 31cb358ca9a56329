import ImageCodecs
import PoolingEngine
import Testing

@Suite("Every sort of JPEG")
struct JPEGKindTests {
  @Test("Four inks: stored, kept with 255 = no ink, and as RGB; with Adobe's inversion and without")
  func inks() throws {
    let adobe = try fixture("cmyk_adobe.jpg")
    let plain = JPEGFile.removing(0xEE, from: adobe)
    let stored = try decode(adobe, .native)
    #expect(stored.picture.color == .cmyk)
    #expect(stored.info.storedColor == "cmyk" && stored.info.storedChannels == 4)
    #expect(try decode(plain, .native).picture == stored.picture)
    #expect(Set(stored.picture.bytes).count > 4, "there is something to see")
    for (file, isInverted) in [(adobe, true), (plain, false)] {
      let inks = stored.picture.bytes.map { isInverted ? $0 : 255 - $0 }
      let kept = try decode(file, .expandedKeepingCMYK)
      #expect(kept.picture.color == .cmyk)
      let isKept = kept.picture.bytes == inks
      #expect(isKept)
      let rgb = try decode(file)
      #expect(rgb.picture.color == .rgb)
      let isRight = rgb.picture.bytes == multiplied(inks)
      #expect(isRight)
    }
  }

  /// floor(C * K / 255 + 1/2) in whole numbers.
  private func multiplied(_ inks: [UInt8]) -> [UInt8] {
    var rgb: [UInt8] = []
    for pixel in stride(from: 0, to: inks.count, by: 4) {
      let black = Int(inks[pixel + 3])
      for ink in inks[pixel..<pixel + 3] { rgb.append(UInt8((2 * Int(ink) * black + 255) / 510)) }
    }
    return rgb
  }

  @Test("Arithmetic coding")
  func arithmetic() throws {
    let decoded = try decode(try fixture("arithmetic.jpg"))
    #expect(decoded.info.coding == "arithmetic")
    #expect(decoded.picture.format.size == Size(height: 149, width: 227))
    #expect(!decoded.damage.isLossy)
  }

  /// The frame header: precision, height, width, components; its marker one place before.
  @Test("12 bits, lossless, hierarchical and DNL are refused by name")
  func refused() throws {
    let file = try encode(Picture.soft(.rgb, width: 32, height: 32), as: .jpeg())
    let frame = JPEGFile.place(of: 0xC0, in: file)
    func replacingMarker(_ marker: UInt8) -> [UInt8] {
      var changed = file
      changed[frame + 1] = marker
      return changed
    }
    let heightless = JPEGFile.changing(
      0xC0, at: 1, to: 0, in: JPEGFile.changing(0xC0, at: 2, to: 0, in: file))
    let cases: [(file: [UInt8], word: String)] = [
      (JPEGFile.changing(0xC0, at: 0, to: 12, in: file), "12 bits"),
      (JPEGFile.changing(0xC0, at: 0, to: 16, in: file), "16 bits"),
      (replacingMarker(0xC3), "lossless"), (replacingMarker(0xCB), "lossless"),
      (replacingMarker(0xC5), "hierarchical"), (heightless, "DNL"),
    ]
    for (changed, word) in cases {
      let error = failure(changed)
      #expect(error?.kind == .unsupported, "\(word)")
      #expect(error?.message.contains(word) == true, "\(String(describing: error))")
    }
    let widthless = JPEGFile.changing(0xC0, at: 3, to: 0, in: JPEGFile.changing(0xC0, at: 4, to: 0, in: file))
    #expect(failure(widthless)?.kind == .corrupt, "width 0 is no picture at all")
  }

  @Test("Huffman tables left out are the standard's")
  func standardTables() throws {
    let file = try encode(Picture.soft(.rgb, width: 32, height: 32), as: .jpeg())
    var without = file
    for _ in 0..<4 { without = JPEGFile.removing(0xC4, from: without) }
    #expect(try decode(without).picture == decode(file).picture)
  }

  @Test("Bytes behind the end, as a second picture, do not matter")
  func secondPicture() throws {
    let file = try encode(Picture.soft(.rgb, width: 32, height: 32), as: .jpeg())
    let decoded = try decode(file + file)
    #expect(decoded.picture == (try decode(file).picture))
    #expect(decoded.damage == Damage(rowsIntact: 32))
  }
}
