import FeatureMaps
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePooling

/// Pages about feature maps: how much of many planes they hold, and what that takes.
@Suite("Pages of many planes")
struct ReportPlaneTests {
  typealias Region = InspectionReport.Region

  struct Planar: CustomTestStringConvertible {
    let why: String
    let channels: Int
    let size: Size
    var output: Size?
    var sampleType = SampleType.uint8
    /// Bytes of a sample of the result in the page.
    var result = 1
    var tables = 1
    /// Of the squares in the middle and the corners; nil: all is in the page.
    let sides: [Int]?
    var testDescription: String { why }
  }

  /// 9,500,000 bytes of text are 7,125,000 of samples and results, less 3/4 of 488 and more for each channel; beside an overview 2,000,000 less.
  static let planar = [
    Planar(
      why: "a usual feature map is whole", channels: 256, size: Size(height: 56, width: 56),
      output: Size(height: 28, width: 28), sampleType: .float32, result: 4, sides: nil),
    Planar(
      why: "four planes are a picture's: pixels are counted, whatever they take", channels: 4,
      size: Size(height: 1000, width: 1500), sampleType: .float64, result: 8, sides: nil),
    Planar(
      why: "four planes of a pixel more", channels: 4, size: Size(height: 1001, width: 1500),
      sides: [512, 256, 256, 256, 256]),
    Planar(
      why: "five are as much as fits", channels: 5, size: Size(height: 1000, width: 1500),
      output: Size(height: 100, width: 150), result: 0, sides: [512, 256, 256, 256, 256]),
    Planar(
      why: "as many samples as there is room for", channels: 64, size: Size(height: 320, width: 346),
      output: Size(height: 1, width: 1), result: 0, sides: nil),
    Planar(
      why: "a column more: as many in parts", channels: 64, size: Size(height: 320, width: 347),
      output: Size(height: 1, width: 1), result: 0, sides: [199, 99, 99, 99, 99]),
    Planar(
      why: "a result of four bytes per sample leaves a fifth of that", channels: 64,
      size: Size(height: 320, width: 347), result: 4, sides: [89, 44, 44, 44, 44]),
    Planar(
      why: "thousands of channels leave a few pixels", channels: 8192, size: Size(height: 64, width: 64),
      sides: [6, 3, 3, 3, 3]),
    Planar(
      why: "windows of each channel's own take room, too", channels: 4096, size: Size(height: 64, width: 64),
      tables: 4096, sides: [6, 3, 3, 3, 3]),
  ]

  @Test("of pictures pixels are counted, of more planes bytes", arguments: planar)
  func regions(_ one: Planar) throws {
    let output = one.output ?? one.size
    let format = RowFormat(size: one.size, channels: one.channels, sampleType: one.sampleType)
    let page = PageBytes(
      format, channels: one.channels, one.size, output, result: one.result, tables: one.tables)
    let rule = ReportRegions(
      of: one.size, channels: one.channels, pixelBytes: page.ofPixel, holdsFloats: false,
      most: (page.mostInFull, page.mostInParts))
    let regions = try rule.chosen([])
    #expect(
      regions.map(\.height) == one.sides ?? [one.size.height]
        && regions.first?.width == one.sides?[0] ?? one.size.width)
    let bytes = regions.reduce(0) { $0 + page.ofPixel * Double($1.pixels) }
    guard one.channels > 4 else { return }
    #expect(bytes <= (one.sides == nil ? page.mostInFull : page.mostInParts))
  }

  /// Noise, which deflates least.
  @Test(
    "a page of many planes stays below 10 MB, with the window that is shown first and all planes' overviews")
  func planesAreCountedBySamples() throws {
    var random = SeededRandom(seed: 6)
    let size = Size(height: 120, width: 120)
    let bytes = try Pictures.npy(Planes<Float>.random(.noise, channels: 64, size: size, using: &random))
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2, stride: 1)))
    recipe.tensorLayout = .chw
    // Beside the middle, between two corners.
    let place = OutputPlace(row: 60, column: 0)
    let report = try recipe.inspectionReport(.bytes(bytes), at: place)
    #expect(!report.isInFullPrecision && report.warnings.isEmpty && report.regions.count == 6)
    #expect(report.html.count < 10_000_000, "\(report.html.count) bytes")
    let page = try PageReader(report.html)
    let overview = try #require(try page.tensor(page.data["overview"]?["source"]))
    #expect(overview.channels == 64 && overview.size == size)
    let shown = try rectangle(try #require(page.data["outputs"]?.elements?[5]))
    #expect(shown.rows.contains(60) && shown.columns.contains(0))
  }

  @Test func moreChannelsThanAnybodyLooksAtAreRefused() throws {
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    recipe.tensorLayout = .chw
    func page(_ channels: Int) throws -> InspectionReport {
      let planes = Planes<UInt8>(channels: channels, size: Size(height: 2, width: 2), repeating: 7)
      return try recipe.inspectionReport(.bytes(try Pictures.npy(planes)), name: "a.npy")
    }
    let error = #expect(throws: ImagePoolError.self) { try page(8193) }
    #expect(
      error?.description
        == "a.npy: has 8193 channels, and a page has up to 8192; take a part of the array, or look at one window: --at Y,X,CHANNEL"
    )
    #expect(try page(8192).channelCount == 8192)
  }

  private func rectangle(_ value: JSONValue) throws -> Region {
    try Region(
      top: #require(value["top"]?.integerValue), left: #require(value["left"]?.integerValue),
      height: #require(value["height"]?.integerValue), width: #require(value["width"]?.integerValue))
  }

  // MARK: - Windows

  /// Every window of 900 rows over 901 weighs its two samples in a way of its own.
  @Test("how much windows that differ take is known while they are made, not afterwards")
  func tablesTellWhatTheyHold() throws {
    let layer = Pooling(.average, over: .area(Size(height: 900, width: 1)))
    let geometry = try layer.geometry(of: Size(height: 901, width: 1))
    var bytes: [Int] = []
    let table = try AxisTable(layer, geometry, isVertical: true) { bytes.append($0) }
    #expect(table.shapes.count == 900 && table.shapeTaps == 1800)
    // Each shape brings its own, and each weight.
    let steps = Set(zip(bytes, bytes.dropFirst() + [table.heldBytes]).map { $1 - $0 })
    #expect(steps == [700 + 2 * (8 + 64)])
    let alike = try AxisTable(
      Pooling(.max, over: .sliding(2)),
      try Pooling(.max, over: .sliding(2)).geometry(of: Size(height: 1800, width: 2)),
      isVertical: true)
    #expect(alike.heldBytes - bytes[0] == 700 + 2 * 8)
  }

  @Test func aTableIsRefusedBeforeItIsTaken() throws {
    let bytes = try Pictures.npy(
      Planes<UInt8>(channels: 1, size: Size(height: 1, width: 20_000), repeating: 7))
    var recipe = Recipe.pool(Pooling(.average, over: .area(Size(height: 1, width: 19_999))))
    recipe.limits.memory = 10_000_000
    let error = #expect(throws: ImagePoolError.self) { try recipe.inspectionReport(.bytes(bytes)) }
    // Not what all of it takes, but what was too much.
    #expect(error?.message == "needs about 10 MB, and 10 MB are allowed")
    recipe.limits.memory = 30_000_000
    #expect(try recipe.inspectionReport(.bytes(bytes)).isInFullPrecision)
  }
}
