import FeatureMaps
import ImageCodecs
import ImagePooling
import TestSupport
import Testing

@Suite struct JPEGShrinkTests {
  private func size(_ height: Int, _ width: Int) -> Size { Size(height: height, width: width) }

  @Test("When it is done, and by how much: at least a factor of two is left on both axes")
  func table() throws {
    let photo = try Pictures.encoded(Pictures.planes(channels: 3, size: size(256, 512)), as: .jpeg())
    let png = try Pictures.encoded(Pictures.planes(channels: 3, size: size(256, 512)))
    let average = Reduction.average()
    var linear = Recipe(layers: [Pooling(average, over: .area(size(16, 32)))])
    linear.linearLight = true
    var off = Recipe(layers: [Pooling(average, over: .area(size(16, 32)))])
    off.jpegShrink = false
    let cases: [(file: [UInt8], recipe: Recipe, shrink: Int, why: String)] = [
      (photo, .pool(Pooling(average, over: .area(size(16, 32)))), 8, "16 of 256 by 32 of 512"),
      (photo, .pool(Pooling(average, over: .area(size(17, 32)))), 4, "one row more"),
      (photo, .pool(Pooling(average, over: .area(size(16, 33)))), 4, "one column more"),
      (photo, .pool(Pooling(average, over: .area(size(64, 1)))), 2, "the stricter axis decides"),
      (photo, .pool(Pooling(average, over: .area(size(65, 1)))), 1, "less than a factor of four"),
      (photo, .pool(Pooling(average, over: .area(size(256, 512)))), 1, "as large as it is"),
      (photo, .thumbnail(fit: size(32, 32)), 8, "fitted"),
      (photo, .pool(Pooling(average, over: .sliding(16))), 8, "blocks"),
      (photo, .pool(Pooling(average, over: .sliding(16, stride: 8))), 4, "blocks that overlap by half"),
      (photo, .pool(Pooling(average, over: .sliding(16, stride: 1))), 1, "a result as large as the picture"),
      (photo, .pool(Pooling(average, over: .global)), 8, "everything"),
      (photo, .pool(Pooling(.max, over: .area(size(16, 32)))), 1, "no average"),
      (photo, .pool(Pooling(.median, over: .sliding(16))), 1, "no average"),
      (
        photo, .pool(Pooling(average, over: .sliding(2)), Pooling(average, over: .sliding(8))), 1,
        "two layers"
      ),
      (photo, linear, 1, "a mean of codes is not one of light"),
      (photo, off, 1, "not asked for"),
      (png, .pool(Pooling(average, over: .area(size(16, 32)))), 1, "no JPEG"),
    ]
    for c in cases {
      var recipe = c.recipe
      recipe.jpegShrink = c.why != "not asked for"
      let report = try recipe.runBlocking(.bytes(c.file), to: .memory, as: .png())
      #expect(report.jpegShrink == c.shrink, "\(c.why)")
      #expect(report.json.contains("\"jpeg_shrink\":\(c.shrink),"))
      #expect(report.layers.first?.input == size(256, 512), "reports speak of the stored picture")
    }
  }

  /// Blocks of 8×8 equal samples decode to themselves at every scale, so the shrunk result has to be the exact one: for sizes
  /// that cut the last blocks, windows that cut blocks, and every orientation. A cell taken for whole at the edge, or
  /// counted from the wrong end, changes it.
  @Test("Over equal blocks nothing is lost, in any orientation", arguments: Orientation.allCases)
  func equalBlocks(orientation: Orientation) throws {
    var random = SeededRandom(seed: 4)
    let levels = (0..<40 * 40).map { _ in UInt8(random.int(20...235)) }
    for stored in [size(203, 150), size(161, 255), size(128, 128)] {
      var planes = Planes<UInt8>(channels: 1, size: stored, repeating: 0)
      for y in 0..<stored.height {
        for x in 0..<stored.width { planes[0, y, x] = levels[y / 8 * 40 + x / 8] }
      }
      let file = try turned(
        Pictures.encoded(planes, as: .jpeg(JPEGEncoding(quality: 100, subsampling: .s444))), orientation)
      for output in [size(3, 2), size(5, 7), size(9, 9)] {
        var recipe = Recipe.pool(Pooling(.average, over: .area(output)))
        let exact = try recipe.runBlocking(.bytes(file), to: .memory, as: .png())
        (recipe.jpegShrink, recipe.reportsDeviation) = (true, true)
        let shrunk = try recipe.runBlocking(.bytes(file), to: .memory, as: .png())
        #expect(shrunk.jpegShrink > 1 && exact.jpegShrink == 1)
        #expect(shrunk.bytes == exact.bytes, "\(stored) to \(output)")
        #expect(shrunk.deviation == Deviation(maximum: 0, mean: 0))
        #expect(exact.deviation == nil)
      }
    }
  }

  private func turned(_ file: [UInt8], _ orientation: Orientation) -> [UInt8] {
    let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation.rawValue), 0, 0]
    let exif =
      Array("Exif".utf8) + [0, 0] + Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
    return Array(file[..<2]) + [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + file[2...]
  }

  @Test("The deviation is that of the samples of both results")
  func deviation() throws {
    let file = try Pictures.encoded(
      Pictures.planes(channels: 3, size: size(300, 410)), as: .jpeg(JPEGEncoding(quality: 60)))
    var recipe = Recipe.thumbnail(fit: size(30, 40))
    let unshrunk = try #require(try recipe.runBlocking(.bytes(file), to: .memory, as: .png()).bytes)
    let exact = try Pictures.decoded(unshrunk).tensor
    (recipe.jpegShrink, recipe.reportsDeviation) = (true, true)
    let report = try recipe.runBlocking(.bytes(file), to: .memory, as: .png())
    let bytes = try #require(report.bytes)
    let shrunk = try Pictures.decoded(bytes).tensor
    guard case .uint8(let these) = shrunk.planes, case .uint8(let those) = exact.planes else {
      Issue.record("pictures of 8 bits")
      return
    }
    let differences = zip(these.samples, those.samples).map { abs(Int($0) - Int($1)) }
    let mean = Double(differences.reduce(0, +)) / Double(differences.count)
    let deviation = try #require(report.deviation)
    #expect(deviation.maximum == Double(differences.max() ?? 0) && deviation.maximum > 0)
    #expect(abs(deviation.mean - mean) < 1e-12 && deviation.mean > 0)
    #expect(report.json.contains("\"deviation_max\":") && report.json.contains("\"deviation_mean\":"))
    // A JPEG's samples are compared before they are encoded, and numbers as numbers.
    let jpeg = try recipe.runBlocking(.bytes(file), to: .memory, as: .jpeg(quality: 10))
    #expect(jpeg.deviation == deviation)
    let numbers = try recipe.runBlocking(.bytes(file), to: .memory, as: .npy)
    #expect(abs((numbers.deviation?.mean ?? -1) - mean) < 0.5 && numbers.deviation?.mean != mean)
    // What is exact anyway deviates by nothing.
    let png = try recipe.runBlocking(
      .bytes(try Pictures.encoded(Pictures.planes(channels: 3, size: size(300, 410)))), to: .memory,
      as: .png())
    #expect(png.deviation == Deviation(maximum: 0, mean: 0))
  }

  @Test("What can be read only once is not measured")
  func pipe() throws {
    let folder = try Folder()
    let path = try folder.write(
      try Pictures.encoded(Pictures.planes(channels: 3, size: size(300, 410)), as: .jpeg()), "a.jpg")
    var recipe = Recipe.thumbnail(fit: size(30, 40))
    (recipe.jpegShrink, recipe.reportsDeviation) = (true, true)
    #expect(try recipe.runBlocking(.file(path), to: .memory).deviation != nil)
    try withDescriptor(of: path) { descriptor in
      let error = try #require(throws: ImagePoolError.self) {
        _ = try recipe.runBlocking(.descriptor(descriptor), to: .memory)
      }
      #expect(error.kind == .unsupported && error.remedy.contains("--report-deviation"))
    }
    recipe.reportsDeviation = false
    try withDescriptor(of: path) { descriptor in
      let report = try recipe.runBlocking(.descriptor(descriptor), to: .memory)
      #expect(report.jpegShrink == 4)
    }
  }
}
