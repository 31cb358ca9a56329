import FeatureMaps
import Foundation
import ImageCodecs
import TestSupport
import Testing

@testable import ImagePooling

/// Thumbnails of whole files: orientation, alpha, light, depth.
@Suite("Thumbnails of pictures")
struct ThumbnailPictureTests {
  private static func box(_ width: Int, _ height: Int) -> Size { Size(height: height, width: width) }

  struct Example: CustomTestStringConvertible, Sendable {
    let size: ThumbnailSize
    let method: ThumbnailMethod
    var testDescription: String { "\(size.rule) \(method.rawValue)" }
  }

  static let examples = [
    ThumbnailSize.fit(box(9, 9)), .fit(box(60, 60), enlarges: true), .fill(box(8, 8)), .fill(box(7, 12)),
    .fill(box(50, 20)), .exact(box(5, 16)), .scale(1, 3), .width(10),
  ].flatMap { size in ThumbnailMethod.allCases.map { Example(size: size, method: $0) } }

  /// 37 by 23: odd both ways, so that no crop's centre is a sample's edge by chance.
  private static let size = Size(height: 23, width: 37)

  @Test("Eight PNGs by exact transposition give the same bytes", arguments: examples)
  func orientations(_ example: Example) throws {
    try check(Pictures.planes16(channels: 3, size: Self.size), example)
    try check(Pictures.planes(channels: 4, size: Self.size), example)
    try check(Pictures.planes(channels: 1, size: Self.size), example)
  }

  private func check<S: Sample>(_ upright: Planes<S>, _ example: Example) throws {
    for linear in [false, true] where !linear || example.method == .area {
      var recipe = Recipe.thumbnail(example.size, method: example.method)
      recipe.linearLight = linear
      recipe.digests = true
      var first: Report?
      for tag in 1...8 {
        let stored = upright.turnedUpright(Pictures.inverseOrientation(tag))
        let png = Pictures.tagged(png: try Pictures.encoded(stored), tag)
        let report = try recipe.runBlocking(.bytes(png), to: .memory)
        #expect(
          report.bytes != nil && report.bytes == (first ?? report).bytes,
          "\(upright.channels) channels, tag \(tag)")
        #expect(report.digest == (first ?? report).digest)
        #expect(report.outputSize == example.size.size(of: upright.size))
        #expect(report.picture?.orientation == Orientation(tag: tag))
        first = first ?? report
      }
    }
  }

  @Test("Size and part are those of the definition: a fill shows the centre")
  func centre() throws {
    // 5 by 2, of which a square is columns 1 and 2: of the three left over, one lies before.
    let planes = try Planes<UInt8>(
      channels: 1, size: Size(height: 2, width: 5), [9, 10, 20, 9, 9, 9, 30, 40, 9, 9])
    let report = try Recipe.thumbnail(.fill(Self.box(1, 1))).runBlocking(
      .bytes(try Pictures.encoded(planes)), to: .memory)
    #expect(try samples(report, as: UInt8.self) == [25])
  }

  /// The result's samples, plane by plane.
  private func samples<S: Sample>(_ report: Report, as type: S.Type) throws -> [S] {
    let picture = try Pictures.decoded(try #require(report.bytes))
    return try #require(picture.tensor.planes(as: S.self)).samples
  }

  @Test("A picture inside the box is encoded anew at its own size, sample for sample")
  func insideTheBox() throws {
    let planes = Pictures.planes16(channels: 3, size: Self.size)
    let recipe = Recipe.thumbnail(.fit(Self.box(100, 100)))
    let report = try recipe.runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory)
    #expect(try samples(report, as: UInt16.self) == planes.samples)
  }

  @Test(
    "Transparent green beside opaque red stays red, by every method, in codes and in light",
    arguments: ThumbnailMethod.allCases)
  func transparentGreen(_ method: ThumbnailMethod) throws {
    func picture<S: Sample & FixedWidthInteger>(_ type: S.Type) throws -> [UInt8] {
      var planes = Planes<S>(channels: 4, size: Size(height: 2, width: 2), repeating: 0)
      for (y, x) in [(0, 1), (1, 0), (1, 1)] { planes[1, y, x] = .max }
      planes[0, 0, 0] = .max
      planes[3, 0, 0] = .max
      return try Pictures.encoded(planes)
    }
    for linear in [false, true] {
      var recipe = Recipe.thumbnail(.exact(Self.box(1, 1)), method: method)
      recipe.linearLight = linear
      let alpha: (UInt8, UInt16) = method == .max ? (255, 65535) : (64, 16384)
      let small = try recipe.runBlocking(.bytes(try picture(UInt8.self)), to: .memory)
      #expect(try samples(small, as: UInt8.self) == [255, 0, 0, alpha.0])
      let deep = try recipe.runBlocking(.bytes(try picture(UInt16.self)), to: .memory)
      #expect(try samples(deep, as: UInt16.self) == [65535, 0, 0, alpha.1])
      #expect(small.picture?.alpha == (method == .max ? .hiding : .premultiplied))
      #expect(
        small.picture?.rounding == (method == .max ? nil : .halfEven) && small.picture?.linear == linear)
    }
  }

  @Test("A checkerboard of black and white is 188 in linear light, 128 in codes", arguments: 1...4)
  func checkerboard(_ channels: Int) throws {
    let hasAlpha = channels == 2 || channels == 4
    func board<S: Sample & FixedWidthInteger>(_ type: S.Type) throws -> [UInt8] {
      var planes = Planes<S>(channels: channels, size: Size(height: 8, width: 8), repeating: .max)
      for channel in 0..<(hasAlpha ? channels - 1 : channels) {
        for y in 0..<8 { for x in 0..<8 where (x + y) % 2 == 0 { planes[channel, y, x] = 0 } }
      }
      return try Pictures.encoded(planes)
    }
    for method in [ThumbnailMethod.area, .adaptive] {
      var recipe = Recipe.thumbnail(.fit(Self.box(4, 4)), method: method)
      let coded = try samples(recipe.runBlocking(.bytes(try board(UInt8.self)), to: .memory), as: UInt8.self)
      recipe.linearLight = true
      let small = try samples(recipe.runBlocking(.bytes(try board(UInt8.self)), to: .memory), as: UInt8.self)
      let deep = try samples(recipe.runBlocking(.bytes(try board(UInt16.self)), to: .memory), as: UInt16.self)
      let colours = 16 * (hasAlpha ? channels - 1 : channels)
      #expect(coded[..<colours].allSatisfy { $0 == 128 } && coded[colours...].allSatisfy { $0 == 255 })
      #expect(small[..<colours].allSatisfy { $0 == 188 } && small[colours...].allSatisfy { $0 == 255 })
      // The curve at one half is 0.735357: 48,192 of 65,535.
      #expect(deep[..<colours].allSatisfy { $0 == 48192 } && deep[colours...].allSatisfy { $0 == 65535 })
    }
  }

  @Test("A JPEG's checkerboard, colour and gray, is 188 in linear light")
  func jpegCheckerboard() throws {
    for channels in [1, 3] {
      // Blocks of eight are flat to a JPEG, which so holds them exactly.
      var planes = Planes<UInt8>(channels: channels, size: Size(height: 32, width: 32), repeating: 255)
      for channel in 0..<channels {
        for y in 0..<32 { for x in 0..<32 where (x / 8 + y / 8) % 2 == 0 { planes[channel, y, x] = 0 } }
      }
      let jpeg = try Pictures.encoded(planes, as: .jpeg(.init(quality: 100, subsampling: .s444)))
      var recipe = Recipe.thumbnail(.scale(1, 16))
      recipe.linearLight = true
      let report = try recipe.runBlocking(.bytes(jpeg), to: .memory, as: .png())
      #expect(try samples(report, as: UInt8.self).allSatisfy { $0 == 188 })
    }
  }

  @Test("Depth: 16 bits to 8 from the exact sum, 8 to 16 from the exact sum, each rounded once")
  func depths() throws {
    // Mean 257.5: 1.0019 of 257. Rounded to 16 bits first, 258; then 1. Mean 385.5 is 1.5 exactly: to 2.
    let deep = try Planes<UInt16>(channels: 1, size: Size(height: 1, width: 4), [257, 258, 385, 386])
    var recipe = Recipe.thumbnail(.exact(Self.box(2, 1)))
    func run(_ png: [UInt8]) throws -> Report { try recipe.runBlocking(.bytes(png), to: .memory) }
    let png = try Pictures.encoded(deep)
    #expect(try samples(run(png), as: UInt16.self) == [258, 386])
    recipe.depth = .eight
    #expect(try samples(run(png), as: UInt8.self) == [1, 2])
    // Means of 0, 1 and 128, 129 in sixteenths: 128.5 is 128, 128.5 · 257 = 33024.5 is 33024, both to even.
    let small = try Pictures.encoded(
      try Planes<UInt8>(channels: 1, size: Size(height: 1, width: 4), [0, 1, 128, 129]))
    #expect(try samples(run(small), as: UInt8.self) == [0, 128])
    recipe.depth = .sixteen
    #expect(try samples(run(small), as: UInt16.self) == [128, 33024])
    #expect(try samples(run(png), as: UInt16.self) == [258, 386])
    let asJPEG = try recipe.runBlocking(.bytes(small), to: .memory, as: .jpeg())
    #expect(asJPEG.picture?.outputBitDepth == 8 && asJPEG.remarks == ["a JPEG holds 8 bits a sample"])
    #expect(asJPEG.outputType == .uint8)
  }

  @Test("16-bit premultiplied to 8 bits: colours and alpha from exact sums")
  func deepAlpha() throws {
    let planes = try Planes<UInt16>(
      channels: 2, size: Size(height: 1, width: 2), [51400, 0, 65535, 0])
    var recipe = Recipe.thumbnail(.exact(Self.box(1, 1)))
    recipe.depth = .eight
    let report = try recipe.runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory)
    // Half opaque, 127.5, goes to even.
    #expect(try samples(report, as: UInt8.self) == [200, 128])
  }

  @Test("Linear light of 16 bits to 8 and of 8 to 16")
  func linearDepths() throws {
    var recipe = Recipe.thumbnail(.exact(Self.box(1, 1)))
    recipe.linearLight = true
    recipe.depth = .eight
    let deep = try Planes<UInt16>(channels: 1, size: Size(height: 1, width: 2), [0, 65535])
    let narrow = try recipe.runBlocking(.bytes(try Pictures.encoded(deep)), to: .memory)
    #expect(try samples(narrow, as: UInt8.self) == [188])
    recipe.depth = .sixteen
    let small = try Planes<UInt8>(channels: 1, size: Size(height: 1, width: 2), [0, 255])
    let wide = try recipe.runBlocking(.bytes(try Pictures.encoded(small)), to: .memory)
    #expect(try samples(wide, as: UInt16.self) == [48192])
  }

  @Test("A background is laid under before anything is averaged")
  func background() throws {
    let planes = try Planes<UInt8>(channels: 2, size: Size(height: 1, width: 2), [100, 0, 255, 0])
    var recipe = Recipe.thumbnail(.exact(Self.box(1, 1)))
    recipe.background = .white
    let report = try recipe.runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory, as: .png())
    // 177.5 to even.
    #expect(try samples(report, as: UInt8.self) == [178])
    #expect(report.picture?.alpha == .background && report.picture?.outputColor == "gray")
  }
}
