import Foundation
import ImageCodecs
import PoolingEngine
import Testing

@Suite("Cut and broken files")
struct DamageTests {
  /// A row that is said to be intact must be the undamaged file's.
  private func expectIntact(_ damaged: Decoded, _ whole: Picture) {
    let rows = 0..<damaged.damage.rowsIntact
    // Not inside the macro, which would look for the shortest difference of thousands of bytes.
    let isEqual = damaged.picture.rows(rows) == whole.rows(rows)
    #expect(isEqual, "\(rows)")
  }

  struct Cut: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var file: [UInt8]
    /// Rows of a block row: at least all but the last two block rows above the cut are intact.
    var blockRow: Int
  }

  static let cuts: [Cut] = {
    let soft = Picture.noise(.rgb, width: 90, height: 200)
    func jpeg(_ encoding: JPEGEncoding, _ picture: Picture) -> [UInt8] {
      (try? encode(picture, as: .jpeg(encoding))) ?? []
    }
    return [
      Cut(testDescription: "4:2:0", file: jpeg(JPEGEncoding(), soft), blockRow: 16),
      Cut(testDescription: "4:4:4", file: jpeg(JPEGEncoding(subsampling: .s444), soft), blockRow: 8),
      Cut(
        testDescription: "gray", file: jpeg(JPEGEncoding(), .noise(.gray, width: 90, height: 200)),
        blockRow: 8),
    ]
  }()

  @Test("A baseline JPEG cut anywhere: the rows above the cut are what they were", arguments: cuts)
  func baseline(_ cut: Cut) throws {
    let whole = try decode(cut.file).picture
    for percent in [5, 30, 60, 61, 62, 63, 95, 99] {
      let file = Array(cut.file.prefix(cut.file.count * percent / 100))
      let error = failure(file)
      #expect(error?.kind == .truncated, "\(percent) %")
      #expect(error?.remedy.contains("--fail-on none") == true)
      for stripHeight in [1, 16, 200] {
        let decoded = try decode(file, .expanded, .tolerant, stripHeight: stripHeight)
        #expect(decoded.damage.isLossy)
        #expect(decoded.damage.error?.kind == .truncated)
        expectIntact(decoded, whole)
        // Noise fills the file evenly, so the cut's place tells how many rows there must be.
        let expected = max(0, 200 * percent / 100 - 3 * cut.blockRow)
        #expect(decoded.damage.rowsIntact >= expected, "\(percent) %: \(decoded.damage.rowsIntact)")
        #expect(decoded.damage.rowsIntact < 200)
      }
    }
  }

  @Test("Every cut of a small 4:2:0 file keeps its word")
  func everyCut() throws {
    let file = try encode(Picture.noise(.rgb, width: 20, height: 70), as: .jpeg(JPEGEncoding(quality: 50)))
    let whole = try decode(file).picture
    for count in JPEGFile.place(of: 0xDA, in: file) + 14..<file.count {
      let decoded = try decode(Array(file.prefix(count)), .expanded, .tolerant)
      #expect(decoded.damage.isLossy)
      expectIntact(decoded, whole)
    }
  }

  @Test("A PNG that lost bytes in the middle vouches for no row behind them")
  func missingMiddle() throws {
    // Of a chunk that is longer than what is left of the file, so that no checksum is ever reached, and with a rest that
    // happens to inflate on.
    let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("SampleImages/moon-16bit.png")
    let file = [UInt8](try Data(contentsOf: sample))
    let whole = try decode(file).picture
    for (start, count) in [(52_264, 1000), (20_000, 50), (70_000, 3)] {
      var damaged = file
      damaged.removeSubrange(start..<(start + count))
      let decoded = try decode(damaged, .expanded, .tolerant)
      #expect(decoded.damage.isLossy)
      expectIntact(decoded, whole)
    }
  }

  @Test("A progressive JPEG cut anywhere has no row that is beyond doubt")
  func progressive() throws {
    let file = try encode(
      Picture.noise(.rgb, width: 90, height: 100), as: .jpeg(JPEGEncoding(progressive: true)))
    for percent in [30, 60, 99] {
      let cut = Array(file.prefix(file.count * percent / 100))
      #expect(failure(cut)?.kind == .truncated)
      let decoded = try decode(cut, .expanded, .tolerant)
      #expect(decoded.damage.isLossy && decoded.damage.rowsIntact == 0)
    }
  }

  @Test("A JPEG without its end marker lost nothing that can be seen, but may have")
  func noEnd() throws {
    let file = try encode(Picture.noise(.rgb, width: 33, height: 40), as: .jpeg())
    let decoded = try decode(Array(file.dropLast(2)), .expanded, .tolerant)
    #expect(decoded.picture == (try decode(file).picture))
    #expect(decoded.damage.isLossy)
    #expect(failure(Array(file.dropLast(2)))?.kind == .truncated)
  }

  @Test("A JPEG with broken bits is corrupt, and no row of it is vouched for unless it is right")
  func brokenBits() throws {
    let file = try encode(Picture.noise(.rgb, width: 90, height: 100), as: .jpeg())
    let whole = try decode(file).picture
    var complaints = 0
    for place in stride(from: file.count / 3, to: file.count - 2, by: 251) {
      var broken = file
      broken.replaceSubrange(place..<place + 2, with: [0xFF, 0xD9])  // an end in the middle
      #expect(failure(broken)?.kind == .truncated)
      broken.replaceSubrange(place..<place + 2, with: [0x55, 0xAA])
      guard let error = failure(broken) else { continue }  // bits may still be a picture, another one
      complaints += 1
      #expect(error.kind == .corrupt || error.kind == .truncated)
      expectIntact(try decode(broken, .expanded, .tolerant), whole)
    }
    #expect(complaints > 10)
  }

  @Test("A PNG cut anywhere: strict fails, tolerant gives the rows that were there and zeros")
  func cutPNG() throws {
    for isInterlaced in [false, true] {
      let png = PNGFile.random(width: 40, height: 50, bitDepth: 8, colorType: 2, isInterlaced: isInterlaced)
      let file = png.bytes()
      let whole = try decode(file).picture
      for percent in [20, 60, 90] {
        let cut = Array(file.prefix(file.count * percent / 100))
        #expect(failure(cut)?.kind == .truncated)
        let decoded = try decode(cut, .expanded, .tolerant, stripHeight: 9)
        #expect(decoded.damage.isLossy && decoded.damage.error?.kind == .truncated)
        expectIntact(decoded, whole)
        if !isInterlaced {
          let rows = decoded.damage.rowsIntact
          // libpng reads a kilobyte at a time, which is nine rows; the last one asked for is lost.
          #expect(rows >= 50 * percent / 100 - 11 && rows < 50)
          #expect(decoded.picture.rows(rows..<50).allSatisfy { $0 == 0 })
        }
      }
    }
  }

  @Test("A wrong byte in a PNG's pixels: rows of checked chunks are vouched for, later ones not")
  func wrongByte() throws {
    var png = PNGFile.random(width: 40, height: 50, bitDepth: 8, colorType: 2)
    png.chunkLength = 700
    let file = png.bytes()
    let whole = try decode(file).picture
    for place in stride(from: 200, to: file.count - 20, by: 97) {
      var broken = file
      broken[place] ^= 0x10
      guard let error = failure(broken) else {
        Issue.record("byte \(place) passed")
        continue
      }
      #expect([.corrupt, .truncated].contains(error.kind))
      guard let decoded = try? decode(broken, .expanded, .tolerant) else { continue }  // not one row
      expectIntact(decoded, whole)
      #expect(decoded.damage.rowsIntact >= (place - 1400) / 121)
    }
  }

  @Test("What is wrong behind a PNG's pixels is a warning")
  func tail() throws {
    let file = PNGFile.random(width: 8, height: 8, bitDepth: 8, colorType: 2).bytes()
    for cut in [12, 8, 4, 1] {
      let decoded = try decode(Array(file.dropLast(cut)))
      #expect(!decoded.damage.isLossy && decoded.damage.rowsIntact == 8)
      #expect(decoded.damage.warningCount == 1)
    }
  }

  @Test("Warnings are kept distinct, at most twenty, and counted")
  func warningCount() throws {
    var png = PNGFile.random(width: 8, height: 8, bitDepth: 8, colorType: 2)
    for letter in "abcdefghijklmnopqrstuvwx" { png.before.append(("a\(letter)Xx", [1])) }
    var file = png.bytes()
    for index in 0..<24 { file[8 + 25 + 13 * index + 9] ^= 1 }  // every checksum wrong
    let damage = try decode(file).damage
    #expect(damage.warnings.count == 20)
    #expect(Set(damage.warnings).count == 20)
    #expect(damage.warningCount == 24)
  }
}
