import FeatureMaps
import Foundation
import ImageCodecs
import ImagePooling
import TestSupport
import Testing

/// What a program does with the library.
@Suite struct RecipeTests {
  private let planes = Pictures.planes(channels: 3, size: Size(height: 40, width: 60))

  /// The calls that most programs start with.
  @Test func aThumbnailAndAFrameworksView() async throws {
    let upload = try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 300, width: 520)))
    let folder = try Folder()
    let photo = try folder.write(try Pictures.encoded(planes, as: .jpeg()), "photo.jpg")

    var recipe = Recipe.thumbnail(fit: Size(height: 256, width: 256)); recipe.limits = .untrusted
    let jpeg = try await recipe.run(.bytes(upload), to: .memory, as: .jpeg()).bytes
    let layer = Pooling(.average(countIncludePad: false), over: .sliding(3, stride: 2, padding: .all(1)))
    let map = try Recipe.pool(layer).planes(of: .file(photo), as: Float.self)

    let info = try ImageInfo(of: .bytes(try #require(jpeg)))
    #expect(info.kind == .jpeg && info.storedSize == Size(height: 148, width: 256))
    #expect(map.size == Size(height: 20, width: 30) && map.channels == 3)
    let rows = try layer.geometry(of: planes.size).rows
    #expect(rows.count == 20)
  }

  @Test func memoryToMemory() throws {
    let recipe = Recipe.pool(Pooling(.average, over: .sliding(4)))
    let report = try recipe.runBlocking(
      .bytes(try Pictures.encoded(planes)), to: .memory,
      dumps: [Dump(.npy, to: .memory), Dump(.heatmap, to: .memory)])
    let picture = try Pictures.decoded(try #require(report.bytes))
    #expect(picture.tensor == Tensor(Pictures.roundedBlockMeans(planes, 4)))
    let dump = try NPY.read(.bytes(try #require(report.dumps.first?.bytes))).tensor
    #expect(dump == Tensor(Pictures.blockMeans(planes, 4)))
    #expect(report.dumps.map(\.channel) == [nil, 0, 1, 2])
    #expect(report.dumps.allSatisfy { $0.bytes?.isEmpty == false && $0.path == nil })
    #expect(report.status == .ok && report.output == nil && report.input == nil)
    #expect(report.outputSize == Size(height: 10, width: 15) && report.outputChannels == 3)
    #expect(report.outputFormat == "png" && report.outputType == .uint8)
    #expect(report.rowsIntact == 40 && report.operation == "average")
  }

  @Test func planesEqualTheDefinition() throws {
    let recipe = Recipe.pool(Pooling(.max, over: .sliding(5)))
    #expect(
      try recipe.planes(of: .bytes(try Pictures.encoded(planes)), as: UInt8.self)
        == Pictures.blockMaxima(planes, 5))
    let wide = Pictures.planes16(channels: 2, size: Size(height: 12, width: 9))
    let other = Recipe.pool(Pooling(.max, over: .sliding(3)))
    #expect(
      try other.planes(of: .bytes(try Pictures.encoded(wide)), as: UInt16.self)
        == Pictures.blockMaxima(wide, 3))
  }

  @Test func aMaxHasNoOtherType() throws {
    let recipe = Recipe.pool(Pooling(.max, over: .sliding(5)))
    let error = try #require(throws: ImagePoolError.self) {
      _ = try recipe.planes(of: .bytes(try Pictures.encoded(planes)), as: Float.self)
    }
    #expect(error.kind == .geometry)
  }

  @Test func openGivesRowsForSinksOfOnesOwn() throws {
    let recipe = Recipe.pool(Pooling(.average, over: .sliding(4)))
    let source = try recipe.open(.bytes(try Pictures.encoded(planes)))
    let sink = PlanesSink<Float>()
    try sink.begin(source.format)
    var strip = Strip(format: source.format, capacity: 3)
    while true {
      try source.read(into: &strip)
      guard strip.rowCount > 0 else { break }
      try sink.write(strip)
    }
    #expect(try sink.planes() == Pictures.blockMeans(planes, 4))
  }

  @Test func openTellsOfDamageAtTheEnd() throws {
    // A kernel of 30 leaves out the last ten rows, which is where the file is cut.
    let whole = try Pictures.encoded(planes, as: .jpeg())
    let source = try Recipe.pool(Pooling(.average, over: .sliding(30))).open(
      .bytes(Array(whole.dropLast(30))))
    var strip = Strip(format: source.format, capacity: 8)
    let error = try #require(throws: ImagePoolError.self) {
      repeat { try source.read(into: &strip) } while strip.rowCount > 0
    }
    #expect(error.kind == .truncated)
  }

  @Test func thumbnailsWeighColoursByAlpha() throws {
    // One opaque red pixel among transparent green ones: red, a quarter opaque.
    var picture = Planes<UInt8>(channels: 4, size: Size(height: 2, width: 2), repeating: 0)
    for (y, x) in [(0, 1), (1, 0), (1, 1)] { picture[1, y, x] = 255 }
    picture[0, 0, 0] = 255
    picture[3, 0, 0] = 255
    let recipe = Recipe.thumbnail(fit: Size(height: 1, width: 1))
    let report = try recipe.runBlocking(.bytes(try Pictures.encoded(picture)), to: .memory)
    let pixel = try Pictures.decoded(try #require(report.bytes)).tensor
    #expect(
      pixel == Tensor(try Planes<UInt8>(channels: 4, size: Size(height: 1, width: 1), [255, 0, 0, 64])))
    #expect(report.remarks.isEmpty)
  }

  @Test func anAverageOfAlphaIsRemarkedOn() throws {
    let picture = Pictures.planes(channels: 4, size: Size(height: 4, width: 4))
    let report = try Recipe.pool(Pooling(.average, over: .sliding(2))).runBlocking(
      .bytes(try Pictures.encoded(picture)), to: .memory)
    #expect(report.alphaRemark?.contains("--alpha premultiplied") == true)
    #expect(report.status == .ok, "a remark is no warning")
  }

  @Test func recipesAreValues() {
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    let copy = recipe
    #expect(recipe == copy)
    recipe.failOn = .warning
    #expect(recipe != copy)
    #expect(Set([recipe, copy]).count == 2)
  }

  @Test func noLayersAreRefused() throws {
    let error = try #require(throws: ImagePoolError.self) {
      _ = try Recipe(layers: []).runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory)
    }
    #expect(error.kind == .unsupported)
    #expect(error.message == "the recipe has no pooling")
  }

  @Test func warningsFailOnRequest() throws {
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    let bytes = try Pictures.encoded(planes)
    // A PNG without its end is a complaint that costs no samples: every row is there.
    let endless = Array(bytes.dropLast(12))
    let report = try recipe.runBlocking(.bytes(endless), to: .memory)
    #expect(report.status == .warned && report.rowsIntact == 40)
    recipe.failOn = .warning
    let error = try #require(throws: ImagePoolError.self) {
      _ = try recipe.runBlocking(.bytes(endless), to: .memory)
    }
    #expect(error.remedy.contains("--fail-on error"))
  }

  @Test func aTimeLimit() throws {
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    recipe.limits.time = .zero
    let error = try #require(throws: ImagePoolError.self) {
      _ = try recipe.runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory)
    }
    #expect(error.kind == .limit)
  }

  @Test func aResultHasNoMorePixelsThanAllowed() throws {
    let picture = try Pictures.encoded(planes)
    var recipe = Recipe.pool(Pooling(.max, over: .adaptive(Size(height: 60, width: 60))))
    recipe.limits.pixels = 3600
    #expect(try recipe.runBlocking(.bytes(picture), to: .memory).outputSize == Size(height: 60, width: 60))
    recipe.limits.pixels = 3599
    let huge = Recipe.pool(
      Pooling(.average, over: .area(Size(height: Int(Int32.max), width: Int(Int32.max)))))
    var unlimited = huge
    unlimited.limits = .none
    for recipe in [recipe, huge, unlimited] {
      for run in [
        { _ = try recipe.runBlocking(.bytes(picture), to: .memory) },
        { _ = try recipe.planes(of: .bytes(picture), as: UInt8.self) },
        { _ = try recipe.open(.bytes(picture)) },
      ] as [() throws -> Void] {
        let error = try #require(throws: ImagePoolError.self) { try run() }
        #expect(error.kind == .limit)
      }
    }
  }

  @Test func limitsThatHoldNothingBack() throws {
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    recipe.limits = .none
    #expect(try recipe.runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory).status == .ok)
  }
}
