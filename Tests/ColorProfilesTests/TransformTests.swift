import ColorProfiles
import TestSupport
import Testing

@Suite struct TransformTests {
  /// Converts samples of 8 or 16 bits; they come back as whole numbers.
  private func convert(
    _ profile: [UInt8], _ space: SampleSpace, alpha: Bool = false, from inputBytes: Int, to outputBytes: Int,
    _ samples: [Int]
  ) throws -> [Int] {
    let transform = try SRGBTransform(
      profile: profile, space: space, hasAlpha: alpha, inputBytes: inputBytes, outputBytes: outputBytes)
    let extra = alpha ? 1 : 0
    let pixels = samples.count / (space.channels + extra)
    let count = pixels * (space.converted.channels + extra)
    let input: [UInt8] =
      inputBytes == 1
      ? samples.map { UInt8($0) } : samples.flatMap { n in withUnsafeBytes(of: UInt16(n)) { Array($0) } }
    var output = [UInt8](repeating: 0, count: count * outputBytes)
    input.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { transform.convert(input, into: $0, pixels: pixels) }
    }
    return output.withUnsafeBytes { bytes in
      (0..<count).map {
        outputBytes == 1 ? Int(bytes[$0]) : Int(bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
      }
    }
  }

  private static let ramp = Array(stride(from: 0, through: 255, by: 15))

  /// Every combination of 18 levels per channel.
  private static let colors: [[Int]] = ramp.flatMap { r in ramp.flatMap { g in ramp.map { [r, g, $0] } } }

  /// lcms2's fixed point is good to one level of 8 bits; in float only the profile's own numbers are rounded. Where sRGB
  /// cannot show a colour both clip, channel by channel.
  @Test(
    "RGB with a matrix, against plain arithmetic",
    arguments: [(1, 1, 1.01), (1, 2, 257.0), (2, 2, 20.0)])
  func matrix(inputBytes: Int, outputBytes: Int, tolerance: Double) throws {
    let samples = Self.colors.flatMap { $0.map { inputBytes == 1 ? $0 : $0 * 257 } }
    let got = try convert(TestProfile.rgb(), .rgb, from: inputBytes, to: outputBytes, samples)
    let top = outputBytes == 1 ? 255.0 : 65535.0
    let expected = Self.colors.flatMap { TestProfile.sRGB(of: $0.map { Double($0) / 255 }).map { $0 * top } }
    let worst = zip(got, expected).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(worst <= tolerance, "\(worst)")
    let moved = zip(got, samples).filter {
      abs($0 * 255 / Int(top) - $1 * 255 / (inputBytes == 1 ? 255 : 65535)) > 3
    }
    #expect(moved.count > 1000, "the profile is not sRGB")
  }

  @Test(
    "Gray stays gray and gets sRGB's curve", arguments: [(1, 1, 0.51), (1, 2, 20.0), (2, 2, 20.0)])
  func gray(inputBytes: Int, outputBytes: Int, tolerance: Double) throws {
    let samples = (0...255).map { inputBytes == 1 ? $0 : $0 * 257 }
    let got = try convert(TestProfile.gray(), .gray, from: inputBytes, to: outputBytes, samples)
    let top = outputBytes == 1 ? 255.0 : 65535.0
    #expect(got.count == 256)
    for (level, value) in got.enumerated() {
      let expected = TestProfile.sRGB(ofGray: Double(level) / 255) * top
      #expect(abs(Double(value) - expected) <= tolerance, "\(level): \(value), \(expected)")
    }
  }

  @Test("Inks become RGB: no ink is white, every ink takes its part of the lightness")
  func inks() throws {
    // 255 = no ink; L* of 100, 75, 50, 25 and 0 as gray codes of sRGB.
    let cases: [(inks: [Int], code: Int)] = [
      ([255, 255, 255, 255], 255), ([0, 255, 255, 255], 185), ([255, 255, 255, 0], 185),
      ([0, 0, 255, 255], 119), ([0, 255, 255, 0], 119), ([0, 0, 0, 255], 59), ([0, 0, 0, 0], 0),
    ]
    let got = try convert(TestProfile.cmyk(), .cmyk, from: 1, to: 1, cases.flatMap(\.inks))
    let wide = try convert(TestProfile.cmyk(), .cmyk, from: 1, to: 2, cases.flatMap(\.inks))
    for (number, c) in cases.enumerated() {
      for channel in 0..<3 {
        #expect(abs(got[3 * number + channel] - c.code) <= 2, "\(c): \(got[3 * number..<3 * number + 3])")
        #expect(abs(wide[3 * number + channel] - c.code * 257) <= 2 * 257)
      }
    }
  }

  @Test("Alpha is copied, and colours are the same with it and without")
  func alpha() throws {
    for (inputBytes, outputBytes) in [(1, 1), (1, 2), (2, 2)] {
      let unit = inputBytes == 1 ? 1 : 257
      let colors = Self.colors.prefix(256).enumerated()
      let with = try convert(
        TestProfile.rgb(), .rgb, alpha: true, from: inputBytes, to: outputBytes,
        colors.flatMap { ($1 + [$0]).map { $0 * unit } })
      let without = try convert(
        TestProfile.rgb(), .rgb, from: inputBytes, to: outputBytes, colors.flatMap { $1.map { $0 * unit } })
      for (number, _) in colors {
        #expect(with[4 * number + 3] == number * (outputBytes == 1 ? 1 : 257))
        #expect(Array(with[4 * number..<4 * number + 3]) == Array(without[3 * number..<3 * number + 3]))
      }
      let gray = try convert(
        TestProfile.gray(), .gray, alpha: true, from: inputBytes, to: outputBytes,
        [200 * unit, 7 * unit])
      #expect(gray[1] == 7 * (outputBytes == 1 ? 1 : 257))
    }
  }

  @Test("Profiles that are of no use are named")
  func useless() {
    let cases: [(profile: [UInt8], space: SampleSpace, kind: ProfileError.Kind, why: String)] = [
      ([], .rgb, .broken, "no bytes"),
      ([UInt8](repeating: 0, count: 128), .rgb, .broken, "a header of zeros"),
      (Array(TestProfile.rgb().prefix(127)), .rgb, .broken, "shorter than a header"),
      (TestProfile.rgb(), .gray, .otherSpace, "colours for gray"),
      (TestProfile.gray(), .rgb, .otherSpace, "gray for colours"),
      (TestProfile.rgb(), .cmyk, .otherSpace, "colours for inks"),
      (TestProfile.rgb(deviceClass: "link"), .rgb, .unsupported, "a device link"),
      (TestProfile.rgb(deviceClass: "abst"), .rgb, .unsupported, "an abstract profile"),
    ]
    for c in cases {
      #expect(failure(c.profile, c.space)?.kind == c.kind, "\(c.why)")
    }
  }

  private func failure(_ profile: [UInt8], _ space: SampleSpace) -> ProfileError? {
    do throws(ProfileError) {
      let inputBytes = 1
      let transform = try SRGBTransform(
        profile: profile, space: space, hasAlpha: false, inputBytes: inputBytes, outputBytes: 1)
      // What was accepted has to work as well.
      let pixels = [UInt8](repeating: 100, count: 16 * space.channels)
      var output = [UInt8](repeating: 0, count: 16 * space.converted.channels)
      pixels.withUnsafeBytes { input in
        output.withUnsafeMutableBytes { transform.convert(input, into: $0, pixels: 16) }
      }
      return nil
    } catch {
      return error
    }
  }

  private static let whole: [(profile: [UInt8], space: SampleSpace)] = [
    (TestProfile.rgb(), .rgb), (TestProfile.gray(), .gray), (TestProfile.cmyk(), .cmyk),
  ]

  @Test("Cut anywhere: an error or a transform, and nothing worse")
  func truncated() {
    for (profile, space) in Self.whole {
      #expect(failure(profile, space) == nil)
      var refused = 0
      for length in stride(from: 0, to: profile.count, by: profile.count / 150)
      where failure(Array(profile.prefix(length)), space) != nil { refused += 1 }
      #expect(refused > 20, "a profile is longer than what is left")
    }
  }

  @Test("Garbled: an error or a transform, and nothing worse", arguments: [1, 2] as [UInt64])
  func garbled(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for (profile, space) in Self.whole {
      for _ in 0..<(space == .cmyk ? 25 : 100) {
        var changed = profile
        for _ in 0..<random.int(1...6) {
          // Headers, tables of tags and the beginnings of tags are where sizes and counts stand.
          let place = random.int(0...min(profile.count, 420) - 1)
          changed[place] = random.pick([0, 1, 0x7F, 0x80, 0xFF])
        }
        _ = failure(changed, space)
      }
    }
  }

  /// A count of four thousand million entries in a curve, a table of fifteen inks with 255 points each: what a
  /// file of some hundred bytes must not make anybody allocate.
  @Test("Sizes that are claimed are not allocated")
  func claims() throws {
    var curve = TestProfile.gray()
    let tag = try #require(place(of: "curv", in: curve))
    curve.replaceSubrange(tag + 8..<tag + 12, with: [0xFF, 0xFF, 0xFF, 0xF0])
    #expect(failure(curve, .gray) != nil)
    var table = TestProfile.cmyk()
    for _ in 0..<2 {
      let start = try #require(place(of: "mft1", in: table))
      table.replaceSubrange(start + 8..<start + 11, with: [15, 15, 255])
      table[start + 3] = UInt8(ascii: "2")  // 16 bits, and no longer found
    }
    #expect(failure(table, .cmyk) != nil)
  }

  private func place(of name: String, in profile: [UInt8]) -> Int? {
    let word = Array(name.utf8)
    return profile.indices.first { profile[$0...].starts(with: word) }
  }

  @Test("Many at once on several threads give what one gives")
  func threads() async throws {
    let expected = try convert(TestProfile.rgb(), .rgb, from: 1, to: 1, [10, 200, 90, 255, 0, 7])
    try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var last: [Int] = []
          for _ in 0..<10 {
            _ = self.failure([1, 2, 3], .rgb)
            last = try self.convert(TestProfile.rgb(), .rgb, from: 1, to: 1, [10, 200, 90, 255, 0, 7])
          }
          return last
        }
      }
      for try await result in group { #expect(result == expected) }
    }
  }
}
