import FeatureMaps
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePooling

/// y = (x · rescale − mean) / deviation, bit for bit what torchvision 0.28 (PyTorch 2.13, CPU) gives.
@Suite struct NormalizationTests {
  static let imageNet: (mean: [Double], deviation: [Double]) = (
    [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
  )

  /// A C, H, W of every value of a type, in each channel.
  private static func everyValue<S: Sample & FixedWidthInteger>(
    _ type: S.Type, channels: Int, side: Int
  ) throws -> [UInt8] {
    let values = (0..<channels).flatMap { _ in (0..<(side * side)).map { S(truncatingIfNeeded: $0) } }
    return try Pictures.npy(
      Planes(channels: channels, size: Size(height: side, width: side), values), leadingAxes: [channels])
  }

  struct Golden: CustomTestStringConvertible, Sendable {
    let why: String
    let is16: Bool
    let normalization: Normalization
    /// Of the values as little-endian bytes, C, H, W.
    let digest: String
    var testDescription: String { why }
  }

  /// Digests of what torchvision gave: `to_dtype(x, torch.float32, scale=True)`, then `normalize(…, mean, std)`, then
  /// `.to(torch.float16)` where that is said. `modelValuesOfTorchvision` in `ModelValueTests` runs torchvision itself.
  static let golden: [Golden] = [
    Golden(
      why: "uint8, scaled", is16: false, normalization: try! Normalization(rescale: 1.0 / 255),
      digest: "3d709e1e8ecb7082e41f6bce2bd263470b2256a7c8c954408b1bbf49e0ab2d49"),
    Golden(
      why: "uint8, scaled and normalized", is16: false,
      normalization: try! Normalization(
        rescale: 1.0 / 255, mean: imageNet.mean, deviation: imageNet.deviation),
      digest: "000219c35056cdffe555889658a32cefce385fb2dfbd779a46c03f68e1daaf95"),
    Golden(
      why: "the same as float16", is16: false,
      normalization: try! Normalization(
        rescale: 1.0 / 255, mean: imageNet.mean, deviation: imageNet.deviation, element: .float16),
      digest: "d145cb83059fc5000ae73ea466d50f8d303598ab97c2871bda55ba99a81f7baa"),
    Golden(
      why: "uint16, scaled", is16: true, normalization: try! Normalization(rescale: 1.0 / 65535),
      digest: "7ffc789fc00808b7126c34713a16726ed7f38cb2f91d02a4fb45d3b8eb6186ac"),
    Golden(
      why: "uint16, scaled and normalized by one number each", is16: true,
      normalization: try! Normalization(rescale: 1.0 / 65535, mean: [0.5], deviation: [0.25]),
      digest: "5d30b95bceb8d7d0b925f7c6401126bbcbe90705ddfa0caf4f3d7611ab579cbd"),
  ]

  @Test("torchvision's values of every sample", arguments: golden)
  func everySample(_ c: Golden) throws {
    let input =
      c.is16
      ? try Self.everyValue(UInt16.self, channels: 1, side: 256)
      : try Self.everyValue(UInt8.self, channels: 3, side: 16)
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(1)))
    recipe.normalization = c.normalization
    let bytes = try #require(try recipe.runBlocking(.bytes(input), to: .memory, as: .npy).bytes)
    #expect(Self.digest(bytes.dropFirst(128)) == c.digest, "a .npy file")
    let container = try Safetensors(
      #require(try recipe.runBlocking(.bytes(input), to: .memory, as: .safetensors()).bytes))
    let tensor = try container.tensor(named: "output")
    if c.normalization.element == .float16 {
      let planes = try recipe.planes(of: .bytes(input), as: Float16.self)
      #expect(Self.digest(planes.samples) == c.digest, "planes")
      #expect(tensor.planes(as: Float16.self) == planes, "a .safetensors file")
    } else {
      let planes = try recipe.planes(of: .bytes(input), as: Float.self)
      #expect(Self.digest(planes.samples) == c.digest, "planes")
      #expect(tensor.planes(as: Float.self) == planes, "a .safetensors file")
      let sink = PlanesSink<Float>()
      try drain(recipe.open(.bytes(input)), into: sink)
      #expect(try sink.planes() == planes, "rows")
    }
  }

  /// Some of these digests' values, to look at: x = 0, 1, 127, 254, 255 in each channel.
  @Test func someValues() throws {
    let input = try Pictures.npy(
      Planes<UInt8>(
        channels: 3, size: Size(height: 1, width: 5),
        (0..<3).flatMap { _ in [0, 1, 127, 254, 255] as [UInt8] }),
      leadingAxes: [3])
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(1)))
    recipe.normalization = try Normalization(
      rescale: 1.0 / 255, mean: Self.imageNet.mean, deviation: Self.imageNet.deviation)
    let planes = try recipe.planes(of: .bytes(input), as: Float.self)
    #expect(
      planes.samples.map(\.bitPattern) == [
        0xC007_8BBD, 0xC006_732B, 0x3D69_39C9, 0x400E_D58B, 0x400F_EE1D, 0xC002_4924, 0xC001_2A4F,
        0x3E40_2DED,
        0x401A_4EE3, 0x401B_6DB7, 0xBFE6_F809, 0xBFE4_BCEA, 0x3ED1_70C1, 0x4027_D834, 0x4028_F5C3,
      ])
  }

  /// Every operation of float32 by itself, over every element type, widths around the pattern of 16 pixels, a batch, NaN.
  @Test("Each operation rounds by itself", arguments: SampleType.allCases)
  func operations(_ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var random = SeededRandom(seed: 71)
      for width in [1, 5, 15, 16, 17, 33] {
        let planes = Planes<S>.random(
          .sparse, channels: 6, size: Size(height: 2, width: width), using: &random)
        let bytes = try Pictures.npy(planes, leadingAxes: [2, 3])
        var recipe = Recipe.pool(Pooling(.max, over: .sliding(1)))
        let normalization = try Normalization(
          rescale: 0.37, mean: [0.1, -7, 3e-5], deviation: [3, -0.7, 11], element: .float32)
        recipe.normalization = normalization
        let got = try recipe.planes(of: .bytes(bytes), as: Float.self)
        // What a max makes of them first: one NaN.
        let pooled = try Pooling(.max, over: .sliding(1))(planes, as: S.self)
        let want = pooled.samples.enumerated().map { place, sample -> Float in
          let channel = place / (2 * width) % 3
          var value =
            S.type.isFloatingPoint
            ? Float(sample.asDouble) : Float(Int64(truncatingIfNeeded: sample.exactInteger))
          value = value * Float(0.37)
          value = value - Float(normalization.mean[channel])
          value = value / Float(normalization.deviation[channel])
          return value.isNaN ? .nan : value
        }
        #expect(got.samples.map(\.bitPattern) == want.map(\.bitPattern), "\(S.type), width \(width)")
      }
    }
    try check(type.testType)
  }

  /// Rounded once, from the exact sum, where nothing but the type is asked for: float32 in between would round twice.
  @Test func aConversionOfFloatsRoundsOnce() throws {
    // 1 + 2⁻¹¹ + 2⁻³⁰ is above the middle of two float16 neighbours; as float32 it is the middle, which goes to the even one.
    let exact = 1 + 0x1p-11 + 0x1p-30
    let bytes = try Pictures.npy(
      Planes(channels: 1, size: Size(height: 1, width: 2), [exact - 0.25, exact + 0.25]), leadingAxes: [1])
    var recipe = Recipe.pool(Pooling(.average, over: .sliding(Pair(1, 2))))
    recipe.normalization = try Normalization(element: .float16)
    #expect(try recipe.planes(of: .bytes(bytes), as: Float16.self).samples == [1 + 0x1p-10])
    let file = try #require(try recipe.runBlocking(.bytes(bytes), to: .memory, as: .npy).bytes)
    #expect(try NPY.read(.bytes(file)).tensor.planes(as: Float16.self)?.samples == [1 + 0x1p-10])
    recipe.normalization = try Normalization(mean: [0], element: .float16)
    #expect(try recipe.planes(of: .bytes(bytes), as: Float16.self).samples == [1], "float32 in between")
  }

  @Test(
    "What fits no channel is refused with both counts",
    arguments: [
      ([0.1, 0.2], [], "has 3 channels, and --mean has 2 values"),
      ([], [1.0, 2, 3, 4], "has 3 channels, and --std has 4 values"),
    ])
  func counts(mean: [Double], deviation: [Double], message: String) throws {
    let bytes = try Self.everyValue(UInt8.self, channels: 3, side: 4)
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(1)))
    recipe.normalization = try Normalization(mean: mean, deviation: deviation)
    let refusals: [() throws -> Void] = [
      { _ = try recipe.planes(of: .bytes(bytes), as: Float.self) },
      { _ = try recipe.open(.bytes(bytes)) },
      { _ = try recipe.runBlocking(.bytes(bytes), to: .memory, as: .npy) },
      { _ = try recipe.runBlocking(.bytes(bytes), to: nil, dumps: [Dump(.safetensors, to: .memory)]) },
    ]
    for refused in refusals {
      let error = #expect(throws: ImagePoolError.self) { try refused() }
      #expect(error?.kind == .geometry && error?.message == message)
    }
  }

  @Test func numbersThatMakeNone() {
    let refused: [(Double, [Double], [Double], String)] = [
      (1, [], [0], "a deviation of 0 divides by nothing"),
      (1, [], [1e-60], "a deviation of 0 divides by nothing"),
      (.nan, [], [], "a rescale, mean or deviation is not finite in float32"),
      (1, [1e300], [], "a rescale, mean or deviation is not finite in float32"),
      (1, [1, 2], [1, 2, 3], "2 means and 3 deviations; give one of each per channel, or one for all"),
    ]
    for (rescale, mean, deviation, text) in refused {
      let error = #expect(throws: Normalization.Refusal.self) {
        _ = try Normalization(rescale: rescale, mean: mean, deviation: deviation)
      }
      #expect(error?.description == text)
    }
  }

  @Test(
    "Pictures, tables and other shown numbers are not for models",
    arguments: [
      Encoding.png(), .jpeg(), .csv, .json, .sameAsInput,
    ])
  func refusedOutputs(_ encoding: Encoding) throws {
    let picture = try Pictures.encoded(
      Planes<UInt8>(channels: 3, size: Size(height: 4, width: 4), repeating: 9))
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    recipe.normalization = try Normalization(rescale: 2)
    let error = #expect(throws: ImagePoolError.self) {
      try recipe.runBlocking(.bytes(picture), to: .memory, as: encoding)
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.message.contains("a model's values go into .npy and .safetensors files") == true)
    for content in [Dump.Content.csv, .json, .text, .heatmap] {
      let error = #expect(throws: ImagePoolError.self) {
        try recipe.runBlocking(.bytes(picture), to: nil, dumps: [Dump(content, to: .memory)])
      }
      #expect(error?.kind == .unsupported)
    }
  }

  private static func digest<S: BitwiseCopyable>(_ values: some Sequence<S>) -> String {
    var hash = SHA256()
    Array(values).withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }
}

/// Gives all rows of a source to a sink.
private func drain(_ source: any RowSource, into sink: any RowSink) throws {
  try sink.begin(source.format)
  var strip = Strip(format: source.format, capacity: 3)
  repeat {
    try source.read(into: &strip)
    if strip.rowCount > 0 { try sink.write(strip) }
  } while strip.rowCount > 0
  try sink.commit()
}
