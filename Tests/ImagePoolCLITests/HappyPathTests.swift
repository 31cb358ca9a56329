import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// What goes in comes out pooled, in every format, with every dump.
@Suite struct HappyPathTests {
  private let program: Program
  private let size = Size(height: 24, width: 32)

  init() throws { program = try Program() }

  private func tensor(_ name: String) throws -> Tensor {
    try NPY.read(.bytes(try program.read(name))).tensor
  }

  @Test(arguments: [(1, "gray"), (2, "gray+alpha"), (3, "rgb"), (4, "rgba")])
  func pngKeepsItsChannels(channels: Int, color: String) throws {
    let planes = Pictures.planes(channels: channels, size: size)
    try program.write(try Pictures.encoded(planes), "in.png")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "4", "in.png", "-o", "out.png", "--dump", "npy")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.isEmpty && result.error.isEmpty)
    let picture = try Pictures.decoded(try program.read("out.png"))
    #expect(picture.color.rawValue == color)
    let expected = Tensor(Pictures.blockMaxima(planes, 4))
    #expect(picture.tensor == expected)
    #expect(try tensor("out.npy") == expected, "a max is dumped in the input's element type")
  }

  @Test func averageIsRoundedOnceInThePictureAndExactInTheDump() throws {
    let planes = Pictures.planes(channels: 3, size: size)
    try program.write(try Pictures.encoded(planes), "in.png")
    let result = try program.run(
      "pool", "--op", "average", "--kernel", "8", "in.png", "-o", "out.png", "--dump", "npy")
    #expect(result.status == 0, "\(result.error)")
    #expect(
      try Pictures.decoded(try program.read("out.png")).tensor
        == Tensor(Pictures.roundedBlockMeans(planes, 8)))
    #expect(try tensor("out.npy") == Tensor(Pictures.blockMeans(planes, 8)))
  }

  @Test func sixteenBitsStaySixteen() throws {
    let planes = Pictures.planes16(channels: 1, size: size)
    try program.write(try Pictures.encoded(planes), "in.png")
    let result = try program.run("pool", "--op", "max", "--kernel", "2", "in.png", "-o", "out.png")
    #expect(result.status == 0, "\(result.error)")
    #expect(
      try Pictures.decoded(try program.read("out.png")).tensor == Tensor(Pictures.blockMaxima(planes, 2)))
  }

  @Test func sixteenBitsBecomeAJPEGFromTheExactValue() throws {
    let planes = Planes<UInt16>(channels: 1, size: size, repeating: 40_000)
    try program.write(try Pictures.encoded(planes), "in.png")
    let result = try program.run("pool", "--op", "average", "--kernel", "2", "in.png", "-o", "out.jpg")
    #expect(result.status == 0, "\(result.error)")
    let decoded = try Pictures.decoded(try program.read("out.jpg")).tensor
    // 40000 / 257 = 155.6…; a constant block survives the DCT.
    #expect(decoded == Tensor(Planes<UInt8>(channels: 1, size: Size(height: 12, width: 16), repeating: 156)))
  }

  @Test func jpegToJPEG() throws {
    let planes = Pictures.planes(channels: 3, size: size)
    let bytes = try Pictures.encoded(planes, as: .jpeg())
    try program.write(bytes, "in.jpg")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "in.jpg", "-o", "out.jpg", "--dump", "npy", "--subsampling",
      "4:4:4",
      "--quality", "95", "--progressive")
    #expect(result.status == 0, "\(result.error)")
    let decoded = try Pictures.decoded(bytes).tensor
    let stored = try #require(decoded.planes(as: UInt8.self))
    #expect(try tensor("out.npy") == Tensor(Pictures.blockMaxima(stored, 2)))
    let info = try ImageInfo(of: .bytes(try program.read("out.jpg")))
    #expect(info.storedSize == Size(height: 12, width: 16) && info.sampling == "1x1,1x1,1x1")
    #expect(info.coding == "progressive")
  }

  @Test func orientationIsAppliedAndItsTagDropped() throws {
    let rotated = Program.samples + "/lighthouse-rotated.jpg"
    let result = try program.run(
      "pool", "--op", "average", "--kernel", "100", rotated, "-o", "out.png", "--json")
    #expect(result.status == 0, "\(result.error)")
    let report = try #require(try result.objects().first)
    #expect(report["orientation"] as? Int == 6)
    #expect(report["width"] as? Int == 800 && report["height"] as? Int == 600)
    #expect(report["output_width"] as? Int == 6 && report["output_height"] as? Int == 8)
    let info = try ImageInfo(of: .bytes(try program.read("out.png")))
    #expect(info.orientation == .upright && info.storedSize == Size(height: 8, width: 6))

    let stored = try program.run(
      "pool", "--op", "average", "--kernel", "100", rotated, "-o", "stored.png", "--orientation", "stored")
    #expect(stored.status == 0, "\(stored.error)")
    #expect(try ImageInfo(of: .bytes(try program.read("stored.png"))).storedSize == Size(height: 6, width: 8))
  }

  @Test func everyDumpStandsBesideTheOutput() throws {
    try program.write(try Pictures.encoded(Pictures.planes(channels: 3, size: size)), "in.png")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "4", "in.png", "-o", "to/", "--dump", "npy", "--dump", "csv",
      "--dump", "json",
      "--dump", "text", "--dump", "heatmap", "--indices", "--json")
    #expect(result.status == 0, "\(result.error)")
    #expect(
      try program.files() == [
        "in.png", "to/in.csv", "to/in.heatmap-0.png", "to/in.heatmap-1.png", "to/in.heatmap-2.png",
        "to/in.indices.npy", "to/in.json", "to/in.npy", "to/in.png", "to/in.txt",
      ])
    #expect(try tensor("to/in.indices.npy").sampleType == .int64)
    let csv = String(decoding: try program.read("to/in.csv"), as: UTF8.self)
    #expect(csv.hasPrefix("channel,row,c0,c1,c2,c3,c4,c5,c6,c7\n0,0,"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try program.read("to/in.json"))) as? [String: Any])
    #expect((json["values"] as? [[[Int]]])?.count == 3)
    let report = try #require(try result.objects().first)
    let dumps = try #require(report["dumps"] as? [[String: Any]])
    #expect(
      dumps.map { $0["content"] as? String } == [
        "npy", "csv", "json", "text", "heatmap", "heatmap", "heatmap", "indices",
      ])
    #expect(dumps.last?["path"] as? String == "to/in.indices.npy")
  }

  @Test func dumpsAloneGoIntoTheCurrentFolder() throws {
    try program.write(try Pictures.encoded(Pictures.planes(channels: 1, size: size)), "deep/in.png")
    let result = try program.run("pool", "--op", "global-average", "deep/in.png", "--dump", "csv")
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.files() == ["deep/in.png", "in.csv"])
  }

  @Test func arraysGoThroughAsArrays() throws {
    let planes = Pictures.planes(channels: 5, size: size)
    try program.write(try Pictures.npy(planes), "in.npy")
    let result = try program.run(
      "pool", "--op", "adaptive-max", "--output-size", "6,8", "in.npy", "-o", "out.npy")
    #expect(result.status == 0, "\(result.error)")
    #expect(try tensor("out.npy") == Tensor(Pictures.blockMaxima(planes, 4)))
  }

  @Test(arguments: [[6, 8], [2, 6, 8], [2, 3, 6, 8]])
  func anArrayKeepsItsRank(shape: [Int]) throws {
    let channels = shape.dropLast(2).reduce(1, *)
    let planes = Pictures.planes(channels: channels, size: Size(height: 6, width: 8))
    let tensor = try Tensor(shape: shape, AnyPlanes(planes))
    try program.write(try Pictures.npy(planes, leadingAxes: Array(shape.dropLast(2))), "in.npy")
    #expect(try self.tensor("in.npy") == tensor)
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "in.npy", "-o", "out.npy", "--indices")
    #expect(result.status == 0, "\(result.error)")
    let expected = Array(shape.dropLast(2)) + [3, 4]
    #expect(try self.tensor("out.npy") == Tensor(shape: expected, AnyPlanes(Pictures.blockMaxima(planes, 2))))
    #expect(try self.tensor("out.indices.npy").shape == expected)
  }

  @Test func floatsBecomeAPictureOverARange() throws {
    let planes = try Planes<Float>(
      channels: 1, size: Size(height: 2, width: 3), [-1, 0, 0.5, 1, 2, .nan])
    try program.write(try Pictures.npy(planes), "in.npy")
    let refused = try program.run("pool", "--op", "max", "--kernel", "1", "in.npy", "-o", "out.png")
    #expect(refused.status == 1)
    #expect(refused.error.contains("--range MIN,MAX"))
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "1", "in.npy", "-o", "out.png", "--range", "-1,1", "--json")
    #expect(result.status == 0, "\(result.error)")
    let expected = try Planes<UInt8>(channels: 1, size: planes.size, [0, 128, 191, 255, 255, 0])
    #expect(try Pictures.decoded(try program.read("out.png")).tensor == Tensor(expected))
    let report = try #require(try result.objects().first)
    #expect(report["clamped_samples"] as? Int == 2)
    #expect(report["status"] as? String == "warned")
    let warnings = ["2 samples lay outside the range of the result and were clamped"]
    #expect(report["warnings"] as? [String] == warnings)
    let one = try program.run(
      "pool", "--op", "max", "--kernel", "1", "in.npy", "-o", "one.png", "--range", "-1,2", "--json")
    #expect(
      try one.objects().first?["warnings"] as? [String]
        == ["1 sample lay outside the range of the result and was clamped"], "NaN")
  }

  @Test func aTableCanBeTyped() throws {
    let result = try program.run(
      "pool", "--op", "average", "--kernel", "2", "-", "-o", "-", "--format", "csv",
      input: Array("1,2,3,4\n5,6,7,8\n".utf8))
    #expect(result.status == 0, "\(result.error)")
    #expect(result.outputText == "channel,row,c0,c1\n0,0,3.5,5.5\n")
  }

  @Test func theKindIsToldByContent() throws {
    try program.write(try Pictures.encoded(Pictures.planes(channels: 1, size: size), as: .jpeg()), "a.png")
    let result = try program.run("pool", "--op", "max", "--kernel", "2", "a.png", "-o", "out/")
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.files() == ["a.png", "out/a.jpg"])
  }

  @Test func linearLightBrightensAnEdge() throws {
    let planes = try Planes<UInt8>(channels: 1, size: Size(height: 1, width: 2), [0, 255])
    try program.write(try Pictures.encoded(planes), "in.png")
    let result = try program.run(
      "pool", "--op", "average", "--kernel", "1,2", "in.png", "-o", "out.png", "--linear")
    #expect(result.status == 0, "\(result.error)")
    // Half of the light is 188 of 255 in sRGB.
    #expect(
      try Pictures.decoded(try program.read("out.png")).tensor
        == Tensor(Planes<UInt8>(channels: 1, size: Size(height: 1, width: 1), repeating: 188)))
  }

  @Test func aBatchReportsInTheOrderOfItsInputs() throws {
    var names: [String] = []
    for number in 0..<9 {
      names.append("p\(number).png")
      // Sizes fall, so later inputs are done sooner.
      let side = 90 - 9 * number
      try program.write(
        try Pictures.encoded(Pictures.planes(channels: 1, size: Size(height: side, width: side))),
        names[number])
    }
    names.insert("absent.png", at: 4)
    let result = try program.run(
      ["pool", "--op", "max", "--kernel", "3"] + names + ["-o", "out", "--json", "--jobs", "3"])
    #expect(result.status == 1, "one is missing")
    #expect(
      result.error == "imagepool: absent.png: cannot be read: No such file or directory; check the name\n")
    let reports = try result.objects()
    try #require(reports.count == 10)
    #expect(reports.map { $0["input"] as? String } == names)
    #expect(reports.map { $0["status"] as? String } == names.map { $0 == "absent.png" ? "failed" : "ok" })
    #expect((reports[4]["error"] as? [String: Any])?["kind"] as? String == "unreadable")
    #expect(try program.files().filter { $0.hasPrefix("out/") }.count == 9)
  }
}
