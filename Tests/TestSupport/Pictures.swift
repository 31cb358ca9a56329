public import FeatureMaps
public import ImageCodecs
public import PoolingEngine

/// Small pictures and arrays made on the spot, the same every time.
public enum Pictures {
  /// A pattern with slopes, an edge and some texture in every channel; never constant, so that swapped axes, channels or
  /// rows show.
  public static func planes(channels: Int, size: Size) -> Planes<UInt8> {
    var planes = Planes<UInt8>(channels: channels, size: size, repeating: 0)
    for channel in 0..<channels {
      for y in 0..<size.height {
        for x in 0..<size.width {
          let texture = (x * 7 + y * 11 + x * y) % 23
          let edge = x > size.width / 2 ? 60 : 0
          planes[channel, y, x] = UInt8(truncatingIfNeeded: (x + 2 * y + texture + edge + 71 * channel) % 256)
        }
      }
    }
    return planes
  }

  /// The same pattern with the low bits in use, too.
  public static func planes16(channels: Int, size: Size) -> Planes<UInt16> {
    let small = planes(channels: channels, size: size)
    let wide = small.samples.enumerated().map { UInt16($1) * 257 ^ UInt16($0 % 251) }
    // As many samples as before.
    return try! Planes(channels: channels, size: size, wide)
  }

  private static let models: [Int: ColorModel] = [1: .gray, 2: .grayAlpha, 3: .rgb, 4: .rgba]

  /// The planes as a PNG or JPEG; 1 to 4 channels are gray, gray with alpha, RGB and RGBA.
  public static func encoded<S: Sample>(
    _ planes: Planes<S>, as encoding: ImageEncoding = .png(), metadata: ImageMetadata = ImageMetadata()
  ) throws -> [UInt8] {
    let writer = try ImageWriter(
      .memory, as: encoding, color: models[planes.channels] ?? .rgb, metadata: metadata)
    try drain(planes, into: writer)
    return writer.takeBytes()
  }

  /// The planes as an `.npy` file.
  public static func npy<S: Sample>(_ planes: Planes<S>, leadingAxes: [Int]? = nil) throws -> [UInt8] {
    let sink = NPYSink(.memory, axes: leadingAxes.map { TensorAxes(leading: $0) })
    try drain(planes, into: sink)
    return sink.takeBytes()
  }

  private static func drain<S: Sample>(_ planes: Planes<S>, into sink: any RowSink) throws {
    let source = PlanesSource(planes)
    var strip = Strip(format: source.format, capacity: 8)
    try sink.begin(source.format)
    while true {
      try source.read(into: &strip)
      guard strip.rowCount > 0 else { break }
      try sink.write(strip)
    }
    try sink.commit()
  }

  /// A decoded picture, with what it means.
  public static func decoded(_ bytes: [UInt8]) throws -> (tensor: Tensor, color: ColorModel) {
    let reader = try ImageReader(.bytes(bytes))
    let sink = TensorSink()
    try sink.begin(reader.format)
    var strip = Strip(format: reader.format, capacity: 16)
    while true {
      try reader.read(into: &strip)
      guard strip.rowCount > 0 else { break }
      try sink.write(strip)
    }
    try sink.commit()
    try reader.finish()
    return (try sink.tensor(), reader.color)
  }

  /// Nested loops over k × k blocks, from the definition: the maxima.
  public static func blockMaxima<S: Sample>(_ planes: Planes<S>, _ k: Int) -> Planes<S> {
    blocks(planes, k) { $0.max()! }  // a block has k·k samples, k >= 1
  }

  /// The means of k × k blocks, each an exact sum divided once.
  public static func blockMeans(_ planes: Planes<UInt8>, _ k: Int) -> Planes<Float> {
    blocks(planes, k) { block in
      Float(Double(block.reduce(0) { $0 + Int($1) }) / Double(block.count))
    }
  }

  /// The means rounded once, halves to even.
  public static func roundedBlockMeans(_ planes: Planes<UInt8>, _ k: Int) -> Planes<UInt8> {
    blocks(planes, k) { block in
      let mean = Double(block.reduce(0) { $0 + Int($1) }) / Double(block.count)
      return UInt8(mean.rounded(.toNearestOrEven))
    }
  }

  private static func blocks<S: Sample, R: Sample>(
    _ planes: Planes<S>, _ k: Int, _ reduce: ([S]) -> R
  ) -> Planes<R> {
    let size = Size(height: planes.size.height / k, width: planes.size.width / k)
    var result: [R] = []
    for channel in 0..<planes.channels {
      for y in 0..<size.height {
        for x in 0..<size.width {
          var block: [S] = []
          for dy in 0..<k { for dx in 0..<k { block.append(planes[channel, y * k + dy, x * k + dx]) } }
          result.append(reduce(block))
        }
      }
    }
    // One sample per block was appended.
    return try! Planes(channels: planes.channels, size: size, result)
  }
}
