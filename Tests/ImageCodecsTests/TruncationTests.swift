import ImageCodecs
import PoolingEngine
import Testing

@Suite("Every beginning of a file")
struct TruncationTests {
  /// Every prefix ends in a typed error or a picture: exactly which, the places below tell.
  @Test("PNG: not an image, then truncated, then complete but for its end", arguments: [0, 2, 3])
  func png(_ colorType: Int) throws {
    for isInterlaced in [false, true] {
      var png = PNGFile.random(
        width: 5, height: 4, bitDepth: 8, colorType: colorType, isInterlaced: isInterlaced)
      if colorType == 3 { png.before = [("PLTE", [UInt8](repeating: 9, count: 768))] }
      let file = png.bytes()
      let pixelsEnd = file.count - 12
      for count in 0..<file.count {
        let kind = failure(Array(file.prefix(count)))?.kind
        let expected: CodecError.Kind? = count < 8 ? .notAnImage : count < pixelsEnd ? .truncated : nil
        #expect(kind == expected, "\(count) of \(file.count) bytes")
        _ = try? decode(Array(file.prefix(count)), .expanded, .tolerant)
      }
    }
  }

  @Test("JPEG: not an image, then truncated", arguments: [false, true])
  func jpeg(_ isProgressive: Bool) throws {
    let encoding = JPEGEncoding(quality: 40, progressive: isProgressive)
    let file = try encode(Picture.soft(.rgb, width: 20, height: 20), as: .jpeg(encoding))
    for count in 0..<file.count {
      let kind = failure(Array(file.prefix(count)))?.kind
      #expect(kind == (count < 3 ? .notAnImage : .truncated), "\(count) of \(file.count) bytes")
      _ = try? decode(Array(file.prefix(count)), .expanded, .tolerant)
    }
  }

  @Test("Larger files, every 37th byte")
  func larger() throws {
    let arithmetic = try fixture("arithmetic.jpg")
    let inks = try fixture("cmyk_adobe.jpg")
    for file in [arithmetic, inks] {
      for count in stride(from: 3, to: file.count, by: 37) {
        #expect(failure(Array(file.prefix(count)))?.kind == .truncated, "\(count) of \(file.count) bytes")
        _ = try? decode(Array(file.prefix(count)), .expanded, .tolerant)
      }
    }
  }

  @Test("Not an image")
  func notAnImage() throws {
    let cases: [(bytes: [UInt8], word: String)] = [
      ([], "no bytes"), ([0xFF], "neither"), ([0xFF, 0xD8], "neither"),
      (Array("hello, world".utf8), "neither"),
      ([0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A, 0x00], "text mode"), (Array("GIF89a..".utf8), "neither"),
    ]
    for (bytes, word) in cases {
      let error = failure(bytes)
      #expect(error?.kind == .notAnImage)
      #expect(error?.message.contains(word) == true)
    }
  }

  /// Random bytes put anywhere: whatever comes of it is a picture or a CodecError (anything else traps in
  /// `failure`), also where damage is tolerated.
  @Test("Random damage never ends in anything but a picture or a typed error")
  func randomDamage() throws {
    var generator = SplitMix(state: 42)
    let interlaced = PNGFile.random(width: 9, height: 9, bitDepth: 4, colorType: 0, isInterlaced: true)
      .bytes()
    let progressive = JPEGEncoding(quality: 60, progressive: true)
    let files = [
      interlaced, try encode(Picture.soft(.rgba, width: 20, height: 20)),
      try encode(Picture.soft(.rgb, width: 20, height: 20), as: .jpeg()),
      try encode(Picture.soft(.rgb, width: 20, height: 20), as: .jpeg(progressive)),
      try fixture("arithmetic.jpg"),
    ]
    for file in files {
      for _ in 0..<150 {
        var broken = file
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          broken[Int.random(in: 2..<file.count, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
        // Strictly: a picture or a typed error, whatever the bytes. Tolerantly: all rows or a typed error.
        let strict = failure(broken)
        do {
          let decoded = try decode(broken, .expanded, .tolerant)
          #expect(decoded.damage.rowsIntact >= 0)
          if strict == nil { #expect(!decoded.damage.isLossy, "what decodes strictly has lost nothing") }
        } catch {
          #expect(error is CodecError, "\(error)")
          #expect(strict != nil, "what cannot be decoded tolerantly cannot be decoded strictly")
        }
      }
    }
  }
}
