import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Pictures stored in each of the eight EXIF orientations pool to the same result, without being held.
@Suite struct OrientationTests {
  private let program: Program

  init() throws { program = try Program() }

  /// 37 by 23: no axis is a multiple of a kernel, so that the rest that fills no window tells the sides apart.
  private static let size = Size(height: 23, width: 37)

  struct Layer: CustomTestStringConvertible {
    let options: [String]
    let reason: String
    var testDescription: String { "\(options.joined(separator: " ")): \(reason)" }
  }

  static let layers = [
    Layer(options: ["--op", "max", "--kernel", "4", "--indices"], reason: "indices are upright"),
    Layer(options: ["--op", "average", "--kernel", "4,3"], reason: "kernel sides swap"),
    Layer(
      options: ["--op", "average", "--kernel", "5", "--stride", "2,3", "--padding", "2,0,1,2"],
      reason: "four paddings turn"),
    Layer(
      options: ["--op", "max", "--kernel", "3", "--padding", "1", "--padding-mode", "reflect"],
      reason: "a filled border turns"),
    Layer(options: ["--op", "area", "--output-size", "5,7"], reason: "weighted windows turn"),
  ]

  @Test("Eight PNGs by exact transposition give the same bytes", arguments: layers)
  func exactTranspositions(_ layer: Layer) throws {
    try check("rgb16", Pictures.planes16(channels: 3, size: Self.size), layer)
    try check("rgba", Pictures.planes(channels: 4, size: Self.size), layer)
    try check("gray", Pictures.planes(channels: 1, size: Self.size), layer)
  }

  private func check<S: Sample>(_ name: String, _ upright: Planes<S>, _ layer: Layer) throws {
    var first: [String: [UInt8]] = [:]
    for tag in 1...8 {
      let stored = upright.turnedUpright(Pictures.inverseOrientation(tag))
      try program.write(Pictures.tagged(png: try Pictures.encoded(stored), tag), "\(name).png")
      let result = try program.run(
        ["pool", "\(name).png", "-o", "out.png", "--dump", "npy", "--overwrite"] + layer.options)
      #expect(result.status == 0, "\(result.error)")
      for file in try program.files() where file.hasPrefix("out") {
        let bytes = try program.read(file)
        #expect(
          first[file, default: bytes] == bytes,
          "\(name), orientation \(tag): \(file) differs from orientation 1's")
        first[file] = bytes
      }
    }
    #expect(first.count == (layer.options.contains("--indices") ? 3 : 2))
  }

  @Test("Eight JPEGs 4:4:4 agree within 3 levels")
  func transposedJPEGs() throws {
    let upright = Pictures.planes(channels: 3, size: Size(height: 48, width: 80))
    var first: [UInt8]?
    for tag in 1...8 {
      let stored = upright.turnedUpright(Pictures.inverseOrientation(tag))
      let jpeg = try Pictures.encoded(stored, as: .jpeg(.init(quality: 95, subsampling: .s444)))
      try program.write(Pictures.tagged(jpeg: jpeg, tag), "in.jpg")
      let result = try program.run(
        "pool", "in.jpg", "--op", "average", "--kernel", "4", "-o", "out.png", "--overwrite")
      #expect(result.status == 0, "\(result.error)")
      let decoded = try Pictures.decoded(try program.read("out.png")).tensor
      let samples = try #require(decoded.planes(as: UInt8.self)).samples
      if let first {
        #expect(first.count == samples.count)
        let worst = zip(first, samples).map { abs(Int($0) - Int($1)) }.max()
        #expect(try #require(worst) <= 3, "orientation \(tag)")
      }
      first = first ?? samples
    }
  }

  @Test("A turned picture is not held: 9 MB of samples cost no more than 3 MB above the same picture upright")
  func memory() throws {
    let planes = Planes<UInt8>(channels: 1, size: Size(height: 3000, width: 3000), repeating: 90)
    let png = try Pictures.encoded(planes)
    var peaks: [Int] = []
    for tag in [1, 6] {
      try program.write(Pictures.tagged(png: png, tag), "in.png")
      let result = try program.run(
        "pool", "in.png", "--op", "average", "--kernel", "8", "-o", "out.png", "--overwrite", "--json")
      #expect(result.status == 0, "\(result.error)")
      peaks.append(try #require(try result.objects().first?["peak_memory_bytes"] as? Int))
    }
    #expect(peaks[1] < peaks[0] + 3_000_000, "\(peaks)")
  }

  @Test func theResolutionTurnsWithThePicture() throws {
    let metadata = ImageMetadata(resolution: Resolution(x: 100, y: 200, unit: .perMetre))
    let stored = try Pictures.encoded(Pictures.planes(channels: 1, size: Self.size), metadata: metadata)
    for (tag, shown) in [(3, "100x200"), (6, "200x100")] {
      try program.write(Pictures.tagged(png: stored, tag), "in.png")
      let result = try program.run(
        "pool", "--op", "max", "--kernel", "2", "in.png", "-o", "out.png", "--overwrite")
      #expect(result.status == 0, "\(result.error)")
      let info = try ImageInfo(of: .bytes(try program.read("out.png")))
      let resolution = try #require(info.metadata.resolution)
      #expect("\(resolution.x)x\(resolution.y)" == shown)
    }
  }
}
