import FeatureMaps
import Foundation
import ImageCodecs
import TestSupport
import Testing

@testable import ImagePooling

/// What reports say of a picture, and what is carried on.
@Suite("What was done with a picture")
struct ThumbnailReportTests {
  private let planes = Pictures.planes(channels: 3, size: Size(height: 20, width: 30))
  private let recipe = Recipe.thumbnail(.scale(1, 2))

  /// A profile that libpng accepts: a header without tags, and padding.
  private static func profile(_ space: String) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 300)
    bytes.replaceSubrange(0..<4, with: [0, 0, 1, 44])
    bytes.replaceSubrange(8..<12, with: [2, 0x40, 0, 0])
    bytes.replaceSubrange(12..<24, with: Array("mntr\(space)XYZ ".utf8))
    bytes.replaceSubrange(36..<40, with: Array("acsp".utf8))
    bytes.replaceSubrange(68..<80, with: [0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D])
    for place in 132..<300 { bytes[place] = UInt8(truncatingIfNeeded: place * 31) }
    return bytes
  }

  private static let resolution = Resolution(x: 100, y: 200, unit: .perMetre)

  @Test("Profile, gamma and resolution are kept byte for byte, or stripped", arguments: [1, 3])
  func carriage(_ channels: Int) throws {
    let profile = Self.profile(channels == 1 ? "GRAY" : "RGB ")
    let planes = Pictures.planes(channels: channels, size: Size(height: 20, width: 30))
    for encoding in [ImageEncoding.png(), .jpeg()] {
      let input = try Pictures.encoded(
        planes, as: encoding, metadata: ImageMetadata(iccProfile: profile, resolution: Self.resolution))
      let kept = try recipe.runBlocking(.bytes(input), to: .memory)
      let metadata = try ImageInfo(of: .bytes(try #require(kept.bytes))).metadata
      #expect(metadata.iccProfile == profile && metadata.resolution != nil)
      #expect(kept.picture?.profile == .kept && kept.remarks.isEmpty)
      var stripping = recipe
      stripping.strips = true
      let stripped = try stripping.runBlocking(.bytes(input), to: .memory)
      // A JFIF header always says something: here that pixels are square.
      var bare = try ImageInfo(of: .bytes(try #require(stripped.bytes))).metadata
      if encoding.kind == .jpeg { bare.resolution = nil }
      #expect(bare == ImageMetadata())
      #expect(stripped.picture?.profile == .dropped && stripped.remarks.isEmpty)
    }
  }

  @Test("Gamma: kept in a PNG, no place in a JPEG, stripped")
  func gamma() throws {
    let input = try Pictures.encoded(planes, metadata: ImageMetadata(gamma: 100_000))
    let kept = try recipe.runBlocking(.bytes(input), to: .memory)
    #expect(try ImageInfo(of: .bytes(try #require(kept.bytes))).metadata.gamma == 100_000)
    #expect(kept.picture?.gamma == .kept && kept.picture?.profile == PictureHandling.Carriage.none)
    let lost = try recipe.runBlocking(.bytes(input), to: .memory, as: .jpeg())
    #expect(lost.picture?.gamma == .dropped)
    #expect(lost.remarks == ["a JPEG has no place for its gamma, which is not sRGB's"])
    var stripping = recipe
    stripping.strips = true
    stripping.linearLight = true
    let stripped = try stripping.runBlocking(.bytes(input), to: .memory)
    #expect(stripped.picture?.gamma == .dropped)
    #expect(
      stripped.remarks == ["linear light goes by sRGB's curve, and the file says that its gamma is another"])
    #expect(
      try recipe.runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory).picture?.gamma
        == PictureHandling.Carriage.none)
  }

  @Test("A profile of other colours is left out and said")
  func foreignProfile() throws {
    // The writer leaves such profiles out, so it is put into the file by hand: a stored zlib stream.
    let profile = Self.profile("GRAY")
    var (low, high) = (1, 0)
    for byte in profile { (low, high) = ((low + Int(byte)) % 65521, (high + low + Int(byte)) % 65521) }
    let stream: [UInt8] =
      [0x78, 1, 1, 44, 1, 0xD3, 0xFE] + profile
      + [UInt8(high >> 8), UInt8(high & 255), UInt8(low >> 8), UInt8(low & 255)]
    let gray = Pictures.planes(channels: 1, size: Size(height: 20, width: 30))
    let input = Pictures.inserted(
      chunk: "iCCP", Array("x".utf8) + [0, 0] + stream, into: try Pictures.encoded(gray))
    var colours = recipe
    colours.channels = .rgb
    let report = try colours.runBlocking(.bytes(input), to: .memory)
    #expect(report.picture?.profile == .dropped)
    #expect(report.remarks == ["its GRAY profile does not fit the rgb result and is left out"])
    #expect(try recipe.runBlocking(.bytes(input), to: .memory).picture?.profile == .kept)
  }

  @Test("Digests are of the samples: the same for every encoding without loss, another for other samples")
  func digests() throws {
    var recipe = recipe
    recipe.digests = true
    func run(_ planes: Planes<UInt8>, _ encoding: Encoding = .sameAsInput) throws -> Report {
      try recipe.runBlocking(.bytes(try Pictures.encoded(planes)), to: .memory, as: encoding)
    }
    let report = try run(planes)
    #expect(report.digest == (try run(planes, .png(compression: 0))).digest)
    #expect(report.digest == (try run(planes, .jpeg())).digest, "samples as given to the encoder")
    let tensor = try Pictures.decoded(try #require(report.bytes)).tensor
    #expect(report.digest == Self.digest(try #require(tensor.planes(as: UInt8.self))) { [$0] })
    var other = planes
    other[1, 7, 8] ^= 64
    #expect(try run(other).digest != report.digest)
    let deep = try recipe.runBlocking(
      .bytes(try Pictures.encoded(Pictures.planes16(channels: 4, size: planes.size))), to: .memory)
    let deepTensor = try Pictures.decoded(try #require(deep.bytes)).tensor
    #expect(
      deep.digest
        == Self.digest(try #require(deepTensor.planes(as: UInt16.self))) {
          [UInt8($0 >> 8), UInt8($0 & 255)]
        })
    recipe.digests = false
    #expect(try run(planes).digest == nil)
  }

  private static func digest<S: Sample>(_ planes: Planes<S>, _ bytes: (S) -> [UInt8]) -> String {
    var hash = SHA256()
    for y in 0..<planes.size.height {
      for x in 0..<planes.size.width {
        for channel in 0..<planes.channels {
          bytes(planes[channel, y, x]).withUnsafeBytes { hash.update($0) }
        }
      }
    }
    return hash.finish()
  }

  @Test(
    "SHA-256 gives the digests of FIPS 180-4's examples, in any parts, by the processor's instructions and without",
    arguments: [true, false])
  func sha256(usesHardware: Bool) {
    if usesHardware, SHA256.hardware == nil {
      print("this processor has no instructions for SHA-256")
      return
    }
    let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    let longer =
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
    let examples = [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (long, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
      (longer, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ]
    for (text, digest) in examples {
      for part in [1, 63, 64, 65, 1 << 20] where part > 1 || text.count < 1000 {
        var hash = SHA256(by: usesHardware ? SHA256.hardware : nil)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
          Array(rest.prefix(part)).withUnsafeBytes { hash.update($0) }
          rest = rest.dropFirst(part)
        }
        #expect(hash.finish() == digest, "\(text.prefix(20))… in parts of \(part)")
      }
    }
  }

  @Test("The JSON line has every field of docs/json.md")
  func json() throws {
    let folder = try Folder()
    var recipe = recipe
    recipe.digests = true
    let input = try folder.write(
      Pictures.tagged(jpeg: try Pictures.encoded(planes, as: .jpeg()), 6), "in.jpg")
    let report = try recipe.runBlocking(.file(input), to: .file(folder.place("out.jpg"), overwrite: false))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    #expect(object["orientation_applied"] as? Int == 6)
    #expect(object["output_width"] as? Int == 10 && object["output_height"] as? Int == 15)
    for (field, text) in [
      ("alpha", "none"), ("rounding", "half-even"), ("profile", "none"), ("gamma", "none"),
      ("output_colour", "rgb"), ("output_sampling", "4:2:0"),
    ] { #expect(object[field] as? String == text, "\(field)") }
    #expect(object["linear"] as? Bool == false && object["output_bit_depth"] as? Int == 8)
    #expect((object["digest"] as? String)?.hasPrefix("sha256:") == true)
    #expect(object["bytes_written"] as? Int == (try folder.read("out.jpg").count))
    for field in ["decode_seconds", "pool_seconds", "encode_seconds"] {
      #expect(try #require(object[field] as? Double) >= 0, "\(field)")
    }
    #expect(report.times.decoding > 0 && report.times.encoding > 0)
    #expect(report.times.decoding + report.times.pooling + report.times.encoding <= report.seconds)
  }

  @Test("Tensors and results that are no pictures say what does not apply by null or nothing")
  func tensors() throws {
    let tensor = try Recipe.pool(Pooling(.max, over: .sliding(2))).runBlocking(
      .bytes(try Pictures.npy(planes)), to: .memory)
    #expect(tensor.picture == nil && tensor.digest == nil && tensor.bytesWritten == tensor.bytes?.count)
    let dump = try Recipe.pool(Pooling(.max, over: .sliding(2))).runBlocking(
      .bytes(try Pictures.encoded(planes)), to: nil, dumps: [Dump(.npy, to: .memory)])
    #expect(dump.picture?.profile == nil && dump.picture?.outputColor == nil && dump.bytesWritten == nil)
  }
}
