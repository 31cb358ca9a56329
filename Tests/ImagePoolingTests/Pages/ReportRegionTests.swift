import FeatureMaps
import ImageCodecs
import TestSupport
import Testing

@testable import ImagePooling

/// Which samples a page has, and what it refuses.
@Suite("Regions of pages")
struct ReportRegionTests {
  typealias Region = InspectionReport.Region

  /// A table that is large, flat and quick to pool.
  private static func picture(_ height: Int, _ width: Int) throws -> [UInt8] {
    var samples = [UInt8](repeating: 0, count: height * width)
    for place in stride(from: 0, to: samples.count, by: 97) { samples[place] = UInt8(place / 97 % 251) }
    return try Pictures.encoded(
      Planes(channels: 1, size: Size(height: height, width: width), samples),
      as: .png(PNGEncoding(compression: 1)))
  }

  @Test("where the middle and the corners hold no window, those of some windows are held, or it is said")
  func largeWindowsAreHeldOrMissed() throws {
    let bytes = try Self.picture(1600, 1700)
    let large = Pooling(.max, over: .sliding(600, stride: 500))
    let report = try Recipe.pool(large).inspectionReport(.bytes(bytes))
    #expect(report.warnings.isEmpty)
    // Rows and columns of windows: 0, 500, 1000.
    #expect(
      report.regions.map { [$0.top, $0.left, $0.height, $0.width] } == [
        [500, 500, 600, 600], [0, 0, 600, 600], [0, 1000, 600, 600], [1000, 0, 600, 600],
      ])
    let outputs = try #require(try PageReader(report.html).data["outputs"]?.elements)
    #expect(outputs.allSatisfy { $0["height"] == 1 && $0["width"] == 1 })
    let all = try Recipe.pool(Pooling(.average, over: .global)).inspectionReport(.bytes(bytes))
    #expect(
      all.warnings.count == 1 && all.warnings[0].hasPrefix("no window lies wholly in what the page holds"))
  }

  private func rectangle(_ value: JSONValue) throws -> Region {
    try Region(
      top: #require(value["top"]?.integerValue), left: #require(value["left"]?.integerValue),
      height: #require(value["height"]?.integerValue), width: #require(value["width"]?.integerValue))
  }

  @Test func asSmallAsAPageHoldsItIsWhole() throws {
    let bytes = try Self.picture(1000, 1500)
    let report = try Recipe.pool(Pooling(.max, over: .sliding(2))).inspectionReport(.bytes(bytes))
    #expect(
      report.isInFullPrecision && report.regions == [Region(top: 0, left: 0, height: 1000, width: 1500)])
    #expect(try PageReader(report.html).data["overview"] == .null)
  }

  @Test("a pixel more has the middle, the corners and an overview; outputs follow from the regions alone")
  func largerIsInParts() throws {
    let bytes = try Self.picture(1001, 1500)
    let layer = Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1)))
    let report = try Recipe.pool(layer).inspectionReport(.bytes(bytes))
    #expect(!report.isInFullPrecision)
    #expect(
      report.regions == [
        Region(top: 244, left: 494, height: 512, width: 512),
        Region(top: 0, left: 0, height: 256, width: 256),
        Region(top: 0, left: 1244, height: 256, width: 256),
        Region(top: 745, left: 0, height: 256, width: 256),
        Region(top: 745, left: 1244, height: 256, width: 256),
      ])
    let page = try PageReader(report.html)
    let outputs = try #require(page.data["outputs"]?.elements).map(rectangle)
    // Window i looks at 2i - 1 to 2i + 1, and at the edge of the picture only at what is there.
    #expect(
      outputs == [
        Region(top: 123, left: 248, height: 255, width: 255),
        Region(top: 0, left: 0, height: 128, width: 128),
        Region(top: 0, left: 623, height: 128, width: 127),
        Region(top: 373, left: 0, height: 128, width: 128),
        Region(top: 373, left: 623, height: 128, width: 127),
      ])
    let whole = try NPY.read(
      .bytes(
        try #require(try Recipe.pool(layer).runBlocking(.bytes(bytes), to: .memory, as: .npy).bytes)))
    let planes = try #require(whole.tensor.planes(as: UInt8.self))
    let original = try Pictures.decoded(bytes).tensor
    let source = try #require(original.planes(as: UInt8.self))
    for (number, output) in outputs.enumerated() {
      let result = try #require(try page.tensor(page.data["outputs"]?.elements?[number]["result"]))
      #expect(try part(planes, output) == result.planes(as: UInt8.self))
      let samples = try #require(try page.tensor(page.data["regions"]?.elements?[number]["samples"]))
      #expect(try part(source, report.regions[number]) == samples.planes(as: UInt8.self))
    }
    let overview = try #require(try page.tensor(page.data["overview"]?["source"]))
    #expect(overview.size == Size(height: 816, width: 1224) && overview.sampleType == .uint8)
    let shown = try #require(try page.tensor(page.data["overview"]?["result"]))
    // Smaller than a megapixel it is the result itself.
    #expect(shown.planes(as: UInt8.self) == planes)
  }

  private func part(_ planes: Planes<UInt8>, _ region: Region) throws -> Planes<UInt8> {
    var samples: [UInt8] = []
    for row in region.rows {
      let start = row * planes.size.width
      samples += planes.samples[(start + region.left)..<(start + region.left + region.width)]
    }
    return try Planes(channels: 1, size: Size(height: region.height, width: region.width), samples)
  }

  @Test func aNarrowPictureNamesNoRegionTwice() throws {
    let bytes = try Self.picture(200, 8000)
    let report = try Recipe.pool(Pooling(.max, over: .sliding(2))).inspectionReport(.bytes(bytes))
    #expect(
      report.regions == [
        Region(top: 0, left: 3744, height: 200, width: 512), Region(top: 0, left: 0, height: 200, width: 256),
        Region(top: 0, left: 7744, height: 200, width: 256),
      ])
  }

  @Test func whatIsFloatsHasSmallerRegions() throws {
    let bytes = try Self.picture(1001, 1500)
    let report = try Recipe.pool(Pooling(.lp(2), over: .sliding(16))).inspectionReport(.bytes(bytes))
    #expect(report.regions.map(\.height) == [384, 192, 192, 192, 192])
  }

  @Test func thePlaceThatIsShownFirstIsInFullPrecision() throws {
    let bytes = try Self.picture(1001, 1500)
    let recipe = Recipe.pool(Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1))))
    let place = OutputPlace(row: 20, column: 300)
    let report = try recipe.inspectionReport(.bytes(bytes), at: place)
    #expect(
      report.regions.count == 6 && report.regions[5] == Region(top: 0, left: 473, height: 256, width: 256))
    let page = try PageReader(report.html)
    #expect(page.data["at"] == [20, 300, 0])
    let output = try rectangle(try #require(page.data["outputs"]?.elements?[5]))
    #expect(output.rows.contains(20) && output.columns.contains(300))
    // One that is there already adds nothing.
    let inside = try recipe.inspectionReport(.bytes(bytes), at: OutputPlace(row: 0, column: 0, channel: 0))
    #expect(inside.regions.count == 5)
  }

  @Test func regionsThatAreAskedForAreThoseAndNoOthers() throws {
    let bytes = try Self.picture(40, 50)
    let asked = [
      Region(top: 3, left: 5, height: 6, width: 7), Region(top: 39, left: 49, height: 1, width: 1),
      Region(top: 3, left: 5, height: 6, width: 7),
    ]
    let report = try Recipe.pool(Pooling(.average, over: .sliding(4))).inspectionReport(
      .bytes(bytes), regions: asked)
    #expect(report.regions == Array(asked[..<2]) && !report.isInFullPrecision)
    let data = try PageReader(report.html).data
    let outputs = try #require(data["outputs"]?.elements)
    #expect(try rectangle(outputs[0]) == Region(top: 1, left: 2, height: 1, width: 1))
    // No window lies in a single pixel.
    #expect(outputs[1]["height"] == 0 && outputs[1]["result"] == .null && outputs[1]["rounded"] == .null)
    #expect(data["overview"]?["source"]?["height"] == 40)
  }

  @Test func aWholeRegionNeedsNoOverview() throws {
    let bytes = try Self.picture(40, 50)
    let report = try Recipe.pool(Pooling(.max, over: .sliding(4))).inspectionReport(
      .bytes(bytes), regions: [Region(top: 0, left: 0, height: 40, width: 50)])
    #expect(report.isInFullPrecision)
  }

  @Test("a reflected border looks back into the picture: the first longest run of windows counts")
  func reflection() throws {
    let layer = Pooling(
      .max, over: .sliding(2, stride: 1, padding: .all(3), dilation: 3, border: .reflect))
    let geometry = try layer.geometry(of: Size(height: 8, width: 8))
    let table = try AxisTable(layer, geometry, isVertical: true)
    // Windows look at {3,0} {2,1} {1,2} {0,3} {1,4} …: below row 4 and from row 1 on are two of them in a row.
    #expect(AxisTable.windows(of: [table], inside: 1..<4) == 1..<3)
    #expect(AxisTable.windows(of: [table], inside: 0..<4) == 0..<4)
    #expect(AxisTable.windows(of: [table], inside: 7..<8).isEmpty)
  }

  // MARK: - Overviews

  @Test(arguments: [
    (Size(height: 10, width: 20), Size(height: 10, width: 20)),
    (Size(height: 3000, width: 4000), Size(height: 866, width: 1154)),
    (Size(height: 1, width: 12_000_000), Size(height: 1, width: 1_000_000)),
    (Size(height: 12_000_000, width: 1), Size(height: 1_000_000, width: 1)),
  ])
  func overviewsHaveTheProportions(_ size: Size, _ shown: Size) {
    let overview = ReportOverview(mostPixels: 1_000_000, showing: .picture, hasAlpha: false)
    #expect(overview.size(of: size) == shown)
  }

  @Test func overviewsShowWhatAPictureShows() throws {
    let region = [Region(top: 0, left: 0, height: 1, width: 1)]
    func overview(_ recipe: Recipe, _ bytes: [UInt8]) throws -> (source: Tensor, result: Tensor) {
      let page = try PageReader(try recipe.inspectionReport(.bytes(bytes), regions: region).html)
      return try (
        #require(try page.tensor(page.data["overview"]?["source"])),
        #require(try page.tensor(page.data["overview"]?["result"]))
      )
    }
    let planes = Pictures.planes(channels: 3, size: Size(height: 12, width: 9))
    let turned = Pictures.tagged(png: try Pictures.encoded(planes), 6)
    // Light is coded again: kernels of one sample give the picture back, upright.
    var light = Recipe.pool(Pooling(.average, over: .sliding(1)))
    light.linearLight = true
    let shown = try overview(light, turned)
    let upright = try Recipe.pool(Pooling(.max, over: .sliding(1))).planes(of: .bytes(turned), as: UInt8.self)
    #expect(shown.source.planes(as: UInt8.self) == upright)
    #expect(shown.result.planes(as: UInt8.self) == upright)
    // 16 bits become 8.
    let deep = try Planes<UInt16>(
      channels: 1, size: Size(height: 1, width: 4), [0, 257, 65535, 25700])
    let flat = try overview(Recipe.pool(Pooling(.max, over: .sliding(1))), try Pictures.encoded(deep))
    #expect(
      flat.source.planes(as: UInt8.self)?.samples == [0, 1, 255, 100] && flat.result.isSame(as: flat.source))
    // Numbers: each channel from its smallest finite one to its greatest.
    let numbers = try Planes<Float>(
      channels: 2, size: Size(height: 1, width: 4), [-1, .nan, 3, 1, .infinity, 1e30, -1e30, 0])
    let leveled = try overview(Recipe.pool(Pooling(.max, over: .sliding(1))), try Pictures.npy(numbers))
    #expect(leveled.source.planes(as: UInt8.self)?.samples == [0, 0, 255, 128, 0, 255, 0, 128])
  }

  // MARK: - Refusals

  struct Refusal: CustomTestStringConvertible {
    let why: String
    var layer = Pooling(.max, over: .sliding(2))
    var regions: [Region] = []
    var place: OutputPlace?
    let kind: ImagePoolError.Kind
    let words: String
    var testDescription: String { why }
  }

  private static let outside =
    "p.png: what is pooled has 40 rows and 50 columns, and the region %@ does not lie in it; --region takes "
    + "TOP,LEFT,HEIGHT,WIDTH, at least one row and one column, TOP + HEIGHT up to 40 and LEFT + WIDTH up to 50"

  private static func outside(_ region: String) -> String {
    outside.split(separator: "%@", omittingEmptySubsequences: false).joined(separator: region)
  }

  static let refusals = [
    Refusal(
      why: "a row too many", regions: [Region(top: 30, left: 0, height: 11, width: 1)], kind: .geometry,
      words: outside("30,0,11,1")),
    Refusal(
      why: "a negative column", regions: [Region(top: 0, left: -1, height: 1, width: 1)], kind: .geometry,
      words: outside("0,-1,1,1")),
    Refusal(
      why: "no columns", regions: [Region(top: 0, left: 0, height: 1, width: 0)], kind: .geometry,
      words: outside("0,0,1,0")),
    Refusal(
      why: "sums that overflow", regions: [Region(top: .max, left: 0, height: .max, width: 1)],
      kind: .geometry, words: outside("\(Int.max),0,\(Int.max),1")),
    Refusal(
      why: "a place outside", place: OutputPlace(row: 20, column: 0), kind: .geometry,
      words:
        "p.png: the output has 20 rows and 25 columns, and none at 20,0; --at takes a row from 0 to 19 and "
        + "a column from 0 to 24"),
    Refusal(
      why: "no such channel", place: OutputPlace(row: 0, column: 0, channel: 1), kind: .geometry,
      words: "p.png: the output has 1 channels, and no channel 1; the only one is 0"),
    Refusal(
      why: "a layer that is refused", layer: Pooling(.max, over: .sliding(60)), kind: .geometry,
      words: "p.png: no vertical window fits: 60 taps over 40 samples with padding 0 + 0; take a smaller "
        + "kernel or padding, or a larger picture"),
  ]

  @Test(arguments: refusals)
  func refuses(_ one: Refusal) throws {
    let recipe = Recipe.pool(one.layer)
    let bytes = try Self.picture(40, 50)
    let error = #expect(throws: ImagePoolError.self) {
      try recipe.inspectionReport(.bytes(bytes), at: one.place, regions: one.regions, name: "p.png")
    }
    #expect(error?.kind == one.kind)
    #expect(error?.description == one.words)
  }

  /// What is pooled and its result are held: 1.5 MB, 6 MB and the rounded 1.5 MB, beside the engine's rows and the parts of the page.
  @Test func whatIsHeldCountsAsMemory() throws {
    let bytes = try Self.picture(1001, 1500)
    var recipe = Recipe.pool(Pooling(.soft(), over: .sliding(3, stride: 1)))
    recipe.limits.memory = 9_000_000
    let error = #expect(throws: ImagePoolError.self) { try recipe.inspectionReport(.bytes(bytes)) }
    #expect(error?.kind == .limit && error?.remedy == "allow more with --max-memory")
    #expect(error?.message.hasSuffix(" MB, and 9.0 MB are allowed") == true)
    recipe.limits.memory = 30_000_000
    #expect(try recipe.inspectionReport(.bytes(bytes)).regions.count == 5)
  }

  @Test(
    "millions of windows, of taps, of windows that differ: refused before they are looked at",
    arguments: [
      (2_000_000, Pooling(.max, over: .sliding(1))),
      (400_000, Pooling(.max, over: .sliding(Pair(1, 200_000), stride: 1))),
      (8_000, Pooling(.max, over: .sliding(Pair(1, 4_000), stride: 1, padding: .symmetric(Pair(0, 2_000))))),
    ])
  func noPageHoldsEverything(_ width: Int, _ layer: Pooling) throws {
    let bytes = try Pictures.npy(
      Planes<UInt8>(channels: 1, size: Size(height: 1, width: width), repeating: 7))
    let error = #expect(throws: ImagePoolError.self) {
      try Recipe.pool(layer).inspectionReport(.bytes(bytes), name: "a.npy")
    }
    #expect(error?.kind == .limit)
    #expect(
      error?.description
        == "a.npy: has more windows, or larger ones, than a page can hold; take a smaller kernel or padding, or fewer windows"
    )
  }

  @Test func gradientsHaveNoWindows() throws {
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    recipe.work = .backward(upstream: nil, of: .input)
    let error = #expect(throws: ImagePoolError.self) {
      try recipe.inspectionReport(.bytes(try Self.picture(4, 4)))
    }
    #expect(error?.kind == .unsupported)
  }

  // MARK: - Size

  /// Noise is what deflates least; 4000 by 3000 pixels of it make the largest page.
  @Test(arguments: sizes)
  func twelveMegapixelsStayBelowTenMegabytes(_ layer: Pooling) throws {
    var random = SeededRandom(seed: 12)
    let size = Size(height: 3000, width: 4000)
    // It repeats further away than deflate looks back in any block.
    let noise = (0..<1_000_003).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let samples = Array([[UInt8]](repeating: noise, count: 36).joined().prefix(36_000_000))
    let bytes = try Pictures.encoded(
      Planes(channels: 3, size: size, samples), as: .png(PNGEncoding(compression: 0)))
    let report = try Recipe.pool(layer).inspectionReport(.bytes(bytes))
    #expect(report.html.count < 10_000_000 && report.html.count > 3_000_000, "\(report.html.count) bytes")
    #expect(report.regions.count == 5)
  }

  #if DEBUG
    static let sizes = [Pooling(.max, over: .sliding(2))]
  #else
    static let sizes = [
      Pooling(.max, over: .sliding(2)), Pooling(.average, over: .sliding(3, stride: 1)),
      Pooling(.soft(), over: .sliding(3, stride: 1)), Pooling(.lp(2), over: .sliding(3, stride: 1)),
      Pooling(.median, over: .sliding(3, stride: 1)),
    ]
  #endif
}
