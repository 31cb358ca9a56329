import FeatureMaps
import PoolingEngine
import Testing

struct HeatMapTests {
  /// The pixels of a heat map, 0xRRGGBB, row by row.
  static func pixels(_ source: HeatMapSource, stripHeight: Int = 3) throws -> [UInt32] {
    let sink = TensorSink()
    try Support.drain(source, into: sink, stripHeight: stripHeight)
    let planes = try #require(try sink.tensor().planes(as: UInt8.self))
    #expect(planes.channels == 3)
    var pixels: [UInt32] = []
    for y in 0..<planes.size.height {
      for x in 0..<planes.size.width {
        pixels.append((0..<3).reduce(0) { $0 << 8 | UInt32(planes[$1, y, x]) })
      }
    }
    return pixels
  }

  static func colours<S: Sample>(_ samples: [S]) throws -> [UInt32] {
    try pixels(HeatMapSource(Support.tensor(1, 1, samples.count, samples), channel: 0, enlargedTo: 0))
  }

  /// The ends and the middle of viridis as everybody quotes them: #440154, #21918C, #FDE725.
  @Test func viridis() throws {
    let colours = try Self.colours((0...255).map { UInt8($0) })
    #expect(colours[0] == 0x440154 && colours[128] == 0x21918C && colours[255] == 0xFDE725)
    // Two pairs of neighbours round to the same 8 bits.
    #expect(Set(colours).count == 254)
  }

  /// The same picture whatever the scale and type.
  @Test func scalesByMinimumAndMaximum() throws {
    let expected: [UInt32] = [0x440154, 0x21918C, 0xFDE725]
    #expect(try Self.colours([10, 20, 30] as [Int16]) == expected)
    #expect(try Self.colours([-1e-30, 0, 1e-30] as [Float]) == expected)
    #expect(try Self.colours([-1.7e308, 0, 1.7e308] as [Double]) == expected)
    #expect(try Self.colours([Int64.min, 0, .max]) == expected)
  }

  @Test func specialSamples() throws {
    #expect(
      try Self.colours([.nan, -.infinity, 1, 2, .infinity] as [Float])
        == [0xFFFFFF, 0x440154, 0x440154, 0xFDE725, 0xFDE725])
    #expect(try Self.colours([7, 7, 7] as [Double]) == [0x440154, 0x440154, 0x440154])
    #expect(try Self.colours([.nan, .nan] as [Double]) == [0xFFFFFF, 0xFFFFFF])
    #expect(try Self.colours([-.infinity, .infinity] as [Double]) == [0x440154, 0xFDE725])
  }

  /// A sample becomes a square of pixels, in whatever strips it is read.
  @Test(arguments: [1, 2, 3, 7, 100]) func enlargement(stripHeight: Int) throws {
    let tensor = try Support.counting(2, 3, 4, as: UInt8.self)
    let source = HeatMapSource(tensor, channel: 1, enlargedTo: 19)
    #expect(source.enlargement == 4)
    #expect(source.format.size == Size(height: 12, width: 16))
    let small = try Self.pixels(HeatMapSource(tensor, channel: 1, enlargedTo: 0))
    let large = try Self.pixels(source, stripHeight: stripHeight)
    for y in 0..<12 {
      for x in 0..<16 { #expect(large[y * 16 + x] == small[y / 4 * 4 + x / 4]) }
    }
  }

  @Test(arguments: [(256, 1), (257, 1), (129, 1), (128, 2), (1, 256)])
  func factors(width: Int, factor: Int) throws {
    let tensor = try Support.counting(1, 1, width, as: UInt8.self)
    #expect(HeatMapSource(tensor, channel: 0).enlargement == factor)
    #expect(HeatMapSource(tensor, channel: 0, enlargedTo: 0).enlargement == 1)
  }

  @Test func everyChannelHasItsOwnScale() throws {
    let tensor = try Support.tensor(2, 1, 2, [0, 1, 100, 200] as [UInt16])
    for channel in 0..<2 {
      #expect(
        try Self.pixels(HeatMapSource(tensor, channel: channel, enlargedTo: 0)) == [0x440154, 0xFDE725])
    }
  }
}
