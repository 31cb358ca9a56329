import Foundation
import ImageCodecs
import PoolingEngine
import Testing

@Suite("JPEGs that their decoder reduces")
struct ReducedJPEGTests {
  struct Kind: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var file: [UInt8]
  }

  /// Sizes that no block divides.
  static let kinds: [Kind] = {
    let soft = Picture.soft(.rgb, width: 131, height: 93)
    func jpeg(_ encoding: JPEGEncoding, _ picture: Picture) -> [UInt8] {
      (try? encode(picture, as: .jpeg(encoding))) ?? []
    }
    return [
      Kind(testDescription: "4:2:0", file: jpeg(JPEGEncoding(), soft)),
      Kind(testDescription: "4:4:4", file: jpeg(JPEGEncoding(subsampling: .s444), soft)),
      Kind(testDescription: "progressive", file: jpeg(JPEGEncoding(progressive: true), soft)),
      Kind(testDescription: "gray", file: jpeg(JPEGEncoding(), .soft(.gray, width: 131, height: 93))),
      Kind(testDescription: "one pixel", file: jpeg(JPEGEncoding(), .soft(.rgb, width: 1, height: 1))),
      Kind(testDescription: "arithmetic", file: (try? fixture("arithmetic.jpg")) ?? []),
      Kind(testDescription: "four inks", file: (try? fixture("cmyk_adobe.jpg")) ?? []),
    ]
  }()

  @Test("Sizes are rounded up, the header is what it was, the estimate shrinks", arguments: kinds)
  func sizes(_ kind: Kind) throws {
    let whole = try ImageInfo(of: .bytes(kind.file))
    for reduction in [1, 2, 4, 8] {
      let decoded = try decodeReduced(kind.file, reduction)
      let size = whole.storedSize
      #expect(
        decoded.picture.format.size
          == Size(
            height: (size.height + reduction - 1) / reduction, width: (size.width + reduction - 1) / reduction
          ))
      #expect(decoded.info.storedSize == size && decoded.info.coding == whole.coding)
      #expect(decoded.info.decoderMemory <= whole.decoderMemory)
      #expect(decoded.damage == Damage(rowsIntact: size.height))
      // In strips of any height.
      #expect(try decodeReduced(kind.file, reduction, stripHeight: 1).picture == decoded.picture)
    }
  }

  /// djpeg is another program over the same library. It turns inks into RGB by a formula of its own.
  @Test("Samples are those of djpeg -scale", arguments: kinds.filter { $0.testDescription != "four inks" })
  func againstDjpeg(_ kind: Kind) throws {
    guard
      let djpeg = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map({ $0 + "/djpeg" })
        .first(where: FileManager.default.isExecutableFile)
    else { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appendingPathComponent("in.jpg"), folder.appendingPathComponent("out.pnm"))
    try Data(kind.file).write(to: input)
    for reduction in [1, 2, 4, 8] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: djpeg)
      process.arguments = ["-scale", "1/\(reduction)", "-pnm", "-outfile", output.path, input.path]
      try process.run()
      process.waitUntilExit()
      let picture = try decodeReduced(kind.file, reduction).picture
      let header = "P\(picture.color == .gray ? 5 : 6)\n\(picture.width) \(picture.height)\n255\n"
      let isEqual = try [UInt8](Data(contentsOf: output)) == Array(header.utf8) + picture.bytes
      #expect(isEqual, "1/\(reduction)")
    }
  }

  @Test("Four inks: kept, kept because there is a profile of inks, and as RGB")
  func inks() throws {
    let file = try fixture("cmyk_adobe.jpg")
    // A header is all that is looked at.
    var profile = [UInt8](repeating: 0, count: 128)
    profile.replaceSubrange(16..<20, with: Array("CMYK".utf8))
    let profiled = JPEGFile.inserting(0xE2, Array("ICC_PROFILE".utf8) + [0, 1, 1] + profile, into: file)
    for reduction in [1, 2, 8] {
      let kept = try decodeReduced(file, reduction, .expandedKeepingCMYK).picture
      let rgb = try decodeReduced(file, reduction).picture
      #expect(kept.color == .cmyk && rgb.color == .rgb && kept.format.size == rgb.format.size)
      var expected: [UInt8] = []
      for pixel in stride(from: 0, to: kept.bytes.count, by: 4) {
        let black = Int(kept.bytes[pixel + 3])
        for ink in kept.bytes[pixel..<pixel + 3] { expected.append(UInt8((Int(ink) * black + 127) / 255)) }
      }
      let isRight = rgb.bytes == expected
      #expect(isRight)
      #expect(try decodeReduced(file, reduction, .expandedKeepingProfiledCMYK).picture == rgb)
      #expect(try decodeReduced(profiled, reduction, .expandedKeepingProfiledCMYK).picture == kept)
    }
  }

  @Test("A file cut anywhere: intact rows are counted as stored, and what they gave is right")
  func cut() throws {
    for encoding in [JPEGEncoding(), JPEGEncoding(subsampling: .s444)] {
      let file = try encode(Picture.noise(.rgb, width: 90, height: 200), as: .jpeg(encoding))
      for reduction in [1, 2, 4, 8] {
        let whole = try decodeReduced(file, reduction).picture
        for percent in [5, 30, 60, 61, 62, 63, 95, 99] {
          let cut = Array(file.prefix(file.count * percent / 100))
          let decoded = try decodeReduced(cut, reduction, tolerance: .tolerant)
          #expect(decoded.damage.isLossy && decoded.damage.error?.kind == .truncated)
          let intact = decoded.damage.rowsIntact
          #expect(intact < 200 && intact >= max(0, 200 * percent / 100 - 64), "\(percent) %: \(intact)")
          let isEqual = decoded.picture.rows(0..<intact / reduction) == whole.rows(0..<intact / reduction)
          #expect(isEqual, "1/\(reduction), \(percent) %: \(intact)")
        }
      }
    }
  }

  @Test("A PNG is never asked")
  func png() throws {
    let file = try encode(Picture.noise(.rgb, width: 30, height: 20))
    let reader = try ImageReader(.bytes(file), reduction: { _ in 8 })
    #expect(reader.reduction == 1 && reader.format.size == Size(height: 20, width: 30))
  }

  private func decodeReduced(
    _ file: [UInt8], _ reduction: Int, _ delivery: Delivery = .expanded, tolerance: Tolerance = .strict,
    stripHeight: Int = 7
  ) throws -> Decoded {
    let reader = try ImageReader(
      .bytes(file), delivery: delivery, tolerance: tolerance, reduction: { _ in reduction })
    #expect(reader.reduction == reduction)
    return try drain(reader, stripHeight: stripHeight)
  }
}
