import FeatureMaps
import Foundation
import ImageCodecs
import ImagePooling
import TestSupport
import Testing

@Suite struct SRGBTests {
  private let size = Size(height: 12, width: 20)

  private func recipe() -> Recipe {
    var recipe = Recipe.pool(Pooling(.average, over: .sliding(4)))
    recipe.toSRGB = true
    return recipe
  }

  /// Blocks of one colour each, so that pooling and conversion can change places.
  private func blocks<S: Sample>(_ channels: Int, _ level: (Int) -> S) throws -> Planes<S> {
    var samples: [S] = []
    for channel in 0..<channels {
      for y in 0..<size.height {
        for x in 0..<size.width { samples.append(level(y / 4 * 50 + x / 4 * 21 + channel * 60)) }
      }
    }
    return try Planes(channels: channels, size: size, samples)
  }

  private func expected(_ levels: [Double]) -> [Double] {
    levels.count == 1 ? [TestProfile.sRGB(ofGray: levels[0])] : TestProfile.sRGB(of: levels)
  }

  @Test("PNGs of 8 and 16 bits, gray and colours, with alpha and without; both ways round", arguments: 1...4)
  func pictures(channels: Int) throws {
    let profile = channels < 3 ? TestProfile.gray() : TestProfile.rgb()
    let metadata = ImageMetadata(iccProfile: profile, gamma: 45455)
    let colors = channels < 3 ? 1 : 3
    func check<S: Sample & BinaryInteger>(_ planes: Planes<S>, top: Double, tolerance: Double) throws {
      let file = try Pictures.encoded(planes, metadata: metadata)
      let report = try recipe().runBlocking(.bytes(file), to: .memory, as: .png())
      let bytes = try #require(report.bytes)
      #expect(report.srgb == .converted && report.outputChannels == channels)
      #expect(report.json.contains("\"srgb\":\"converted\""))
      let written = try ImageInfo(of: .bytes(bytes)).metadata
      #expect(written.iccProfile == nil && written.srgbIntent == 1)
      let picture = try Pictures.decoded(bytes).tensor
      let pooled = try #require(picture.planes(as: S.self))
      for y in 0..<3 {
        for x in 0..<5 {
          let levels = (0..<colors).map { Double(planes[$0, 4 * y, 4 * x]) / top }
          for (channel, value) in expected(levels).enumerated() {
            let got = Double(pooled[channel, y, x])
            #expect(abs(got - value * top) <= tolerance, "\(levels) \(channel): \(got)")
          }
          if channels != colors {
            #expect(pooled[colors, y, x] == planes[colors, 4 * y, 4 * x], "alpha")
          }
        }
      }
      // Rows are converted before they are pooled where something mixes them or takes them as they are.
      let numbers = try recipe().planes(of: .bytes(file), as: Float.self)
      #expect(numbers.samples == pooled.samples.map { Float($0) })
    }
    try check(try blocks(channels) { UInt8($0 % 256) }, top: 255, tolerance: 1.01)
    try check(try blocks(channels) { UInt16($0 % 256 * 257) }, top: 65535, tolerance: 20)
  }

  @Test("In linear light, and laid over a colour, which is sRGB")
  func before() throws {
    let metadata = ImageMetadata(iccProfile: TestProfile.rgb())
    let planes = try blocks(3) { UInt8($0 % 256) }
    let file = try Pictures.encoded(planes, metadata: metadata)
    let plain = try #require(try recipe().runBlocking(.bytes(file), to: .memory, as: .png()).bytes)
    var linear = recipe()
    linear.linearLight = true
    let light = try #require(try linear.runBlocking(.bytes(file), to: .memory, as: .png()).bytes)
    let (a, b) = (try Pictures.decoded(plain).tensor, try Pictures.decoded(light).tensor)
    let (these, those) = (try #require(a.planes(as: UInt8.self)), try #require(b.planes(as: UInt8.self)))
    #expect(zip(these.samples, those.samples).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    var covered = recipe()
    covered.background = Color(red: 10, green: 200, blue: 30)
    let clear = try Planes(channels: 4, size: size, (0..<4 * 240).map { UInt8($0 < 720 ? 90 : 0) })
    let result = try #require(
      try covered.runBlocking(
        .bytes(try Pictures.encoded(clear, metadata: metadata)), to: .memory, as: .png()
      ).bytes)
    let samples = try #require(try Pictures.decoded(result).tensor.planes(as: UInt8.self)).samples
    #expect(Set(samples[0..<15]) == [10] && Set(samples[15..<30]) == [200] && Set(samples[30..<45]) == [30])
  }

  @Test("A JPEG loses its profile and gets none; gray from colours mixes sRGB")
  func jpeg() throws {
    let file = try Pictures.encoded(
      try blocks(3) { UInt8($0 % 256) }, as: .jpeg(), metadata: ImageMetadata(iccProfile: TestProfile.rgb()))
    let report = try recipe().runBlocking(.bytes(file), to: .memory)
    #expect(report.srgb == .converted && report.outputFormat == "jpeg")
    let written = try #require(report.bytes)
    #expect(try ImageInfo(of: .bytes(written)).metadata.iccProfile == nil)
    var gray = recipe()
    gray.channels = .gray
    let mixed = try gray.runBlocking(.bytes(file), to: .memory, as: .png())
    #expect(mixed.srgb == .converted && mixed.outputChannels == 1)
  }

  @Test("Without a profile of use samples stay, and that is said")
  func withoutUse() throws {
    let planes = try blocks(3) { UInt8($0 % 256) }
    var plain = recipe()
    plain.toSRGB = false
    let broken = Array(TestProfile.rgb().prefix(200)) + [UInt8](repeating: 0x55, count: 300)
    let cases: [(file: [UInt8], failOn: FailOn, outcome: SRGBOutcome?, why: String)] = [
      (try Pictures.encoded(planes, as: .jpeg()), .error, .assumed, "none"),
      (
        try Pictures.encoded(planes, as: .jpeg(), metadata: ImageMetadata(iccProfile: broken)), .none,
        .failed,
        "a broken one that is let pass"
      ),
      (
        try Pictures.encoded(planes, as: .jpeg(), metadata: ImageMetadata(iccProfile: broken)), .error, nil,
        "a broken one"
      ),
      (
        withProfile(TestProfile.cmyk(), try Pictures.encoded(planes, as: .jpeg())), .error, .assumed,
        "one of inks"
      ),
    ]
    for c in cases {
      var asked = recipe()
      (asked.failOn, plain.failOn) = (c.failOn, c.failOn)
      guard let outcome = c.outcome else {
        let error = try #require(throws: ImagePoolError.self) {
          _ = try asked.runBlocking(.bytes(c.file), to: .memory)
        }
        #expect(error.kind == .corrupt && error.remedy.contains("--to-srgb"), "\(c.why): \(error)")
        continue
      }
      let report = try asked.runBlocking(.bytes(c.file), to: .memory, as: .png())
      #expect(report.srgb == outcome, "\(c.why)")
      #expect(report.warnings.isEmpty == (outcome == .assumed), "\(c.why)")
      #expect(
        report.remarks.contains { $0.contains("taken for sRGB") } == (outcome == .assumed), "\(c.why)")
      let unasked = try plain.runBlocking(.bytes(c.file), to: .memory, as: .png())
      #expect(report.bytes == unasked.bytes, "\(c.why)")
    }
  }

  private func withProfile(_ profile: [UInt8], _ file: [UInt8]) -> [UInt8] {
    let segment = Array("ICC_PROFILE".utf8) + [0, 1, 1] + profile
    let length = segment.count + 2
    return Array(file[..<2]) + [0xFF, 0xE2, UInt8(length >> 8), UInt8(length & 255)] + segment + file[2...]
  }

  /// The fixture is one picture of four inks; with a profile every ink takes a quarter of the lightness, so the result is gray.
  @Test("Four inks with a profile become RGB by it; a broken profile leaves them to the formula")
  func inks() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let inks = [UInt8](
      try Data(contentsOf: tests.appendingPathComponent("ImageCodecsTests/Fixtures/cmyk_adobe.jpg")))
    let formula = try recipe().runBlocking(.bytes(inks), to: .memory, as: .png())
    #expect(formula.srgb == .assumed && formula.outputChannels == 3)
    let report = try recipe().runBlocking(
      .bytes(withProfile(TestProfile.cmyk(), inks)), to: .memory, as: .png())
    #expect(report.srgb == .converted && report.outputChannels == 3)
    let bytes = try #require(report.bytes)
    let samples = try #require(try Pictures.decoded(bytes).tensor.planes(as: UInt8.self))
    let count = samples.samples.count / 3
    #expect((0..<count).allSatisfy { abs(Int(samples.samples[$0]) - Int(samples.samples[$0 + count])) <= 2 })
    var lenient = recipe()
    lenient.failOn = .none
    let broken = Array(TestProfile.cmyk().prefix(1000))
    let failed = try lenient.runBlocking(.bytes(withProfile(broken, inks)), to: .memory, as: .png())
    #expect(failed.srgb == .failed && failed.bytes == formula.bytes)
    var kept = recipe()
    kept.channels = .keep
    let error = try #require(throws: ImagePoolError.self) {
      _ = try kept.runBlocking(.bytes(inks), to: .memory, as: .npy)
    }
    #expect(error.kind == .unsupported && error.remedy.contains("--to-srgb"))
  }

  @Test("A tensor has no sRGB")
  func tensor() throws {
    let error = try #require(throws: ImagePoolError.self) {
      _ = try recipe().runBlocking(
        .bytes(try Pictures.npy(try blocks(3) { UInt8($0 % 256) })), to: .memory)
    }
    #expect(error.kind == .unsupported && error.message.contains("sRGB"))
  }
}
