internal import FeatureMaps
internal import PoolingEngine

/// A picture as it is shown, 8 bits a sample, scaled down to so many pixels.
struct ReportOverview {
  /// How samples become what is shown.
  enum Showing {
    /// Samples of a picture; of 16 bits they are narrowed.
    case picture
    /// Linear light of a picture, which is coded again.
    case light
    /// Numbers: each channel from its smallest to its greatest finite one, 0 for what is not finite.
    case numbers
  }

  /// Pixels of an overview at most, from the best to the smallest; of more planes than a picture has, as many samples as four have.
  static func sizes(channels: Int) -> [Int] {
    [1_000_000, 500_000, 250_000].map { channels > 4 ? max(1, $0 * 4 / channels) : $0 }
  }
  /// Samples of the smallest at most.
  static let fewestSamples = 1_000_000

  let mostPixels: Int
  let showing: Showing
  /// The last channel is opacity.
  let hasAlpha: Bool

  /// The size of an overview.
  func size(of size: Size) -> Size {
    let pixels = Double(size.height) * Double(size.width)
    guard pixels > Double(mostPixels) else { return size }
    let scale = (Double(mostPixels) / pixels).squareRoot()
    let height = min(max(1, Int(Double(size.height) * scale)), mostPixels)
    return Size(height: height, width: max(1, min(Int(Double(size.width) * scale), mostPixels / height)))
  }

  /// What scales a picture.
  private func layer(for size: Size) -> Pooling {
    Pooling(.average, over: .area(self.size(of: size)), dialect: .onnx)
  }

  /// Bytes held at most while rows are scaled, beside them and ``heldBytes(of:channels:)``: the engine's and those of its result.
  ///
  /// - Parameter size: upright.
  func workingBytes(
    _ format: RowFormat, _ size: Size, _ orientation: Orientation
  ) throws(PoolingError) -> Int {
    let small = self.size(of: size)
    let type: SampleType =
      switch showing {
      case .picture: .uint8
      case .light: .uint16
      case .numbers: .float64
      }
    let engine = try layer(for: size).workingMemory(
      for: format, orientation: orientation, results: [type])
    return engine + small.height * small.width * format.channels * type.byteCount
  }

  /// Bytes of an overview: as planes, compressed, as text.
  func heldBytes(of size: Size, channels: Int) -> Int {
    let small = self.size(of: size)
    return small.height * small.width * channels * 10 / 3
  }

  /// Scales rows by the area layer. O(samples).
  ///
  /// - Parameters:
  ///   - size: upright.
  ///   - channels: which of the rows' channels are shown.
  func planes(
    _ rows: any RowSource, _ size: Size, _ orientation: Orientation, channels: [Int]
  ) throws -> AnyPlanes {
    try shown(rows, size, orientation, channels: channels).planes
  }

  /// The same with the numbers that levels 0 and 255 of each plane stand for: nil of a plane without finite numbers, and none at all of
  /// pictures.
  func shown(
    _ rows: any RowSource, _ size: Size, _ orientation: Orientation, channels: [Int]
  ) throws -> (planes: AnyPlanes, ranges: [ClosedRange<Double>?]) {
    let layer = layer(for: size)
    let type = rows.format.sampleType
    let sink = TensorSink()
    switch showing {
    case .numbers:
      try rows.pool(by: layer, orientation: orientation, into: [.values(as: .float64, into: sink)])
      try sink.commit()
      guard let planes = try sink.tensor().planes(as: Double.self) else {
        preconditionFailure("float64 was asked for")
      }
      let leveled = try Self.leveled(planes, channels)
      return (.uint8(leveled.planes), leveled.ranges)
    case .light:
      let encoder = LinearLight.encoder(before: sink, as: .uint8, hasAlpha: hasAlpha)
      try rows.pool(by: layer, orientation: orientation, into: [.values(as: .uint16, into: encoder)])
      try encoder.commit()
    case .picture:
      try rows.pool(
        by: layer, orientation: orientation,
        alpha: hasAlpha && !type.isFloatingPoint ? .premultiplied : nil,
        into: [.values(as: .uint8, narrowing: type == .uint16, into: sink)])
      try sink.commit()
    }
    return (try sink.tensor().planes, [])
  }

  private static func leveled(_ planes: Planes<Double>, _ channels: [Int]) throws -> (
    planes: Planes<UInt8>, ranges: [ClosedRange<Double>?]
  ) {
    let count = planes.size.height * planes.size.width
    var levels: [UInt8] = []
    var ranges: [ClosedRange<Double>?] = []
    levels.reserveCapacity(count * channels.count)
    for channel in channels {
      let samples = planes.samples[(channel * count)..<((channel + 1) * count)]
      var (low, high) = (Double.infinity, -Double.infinity)
      for sample in samples where sample.isFinite { (low, high) = (min(low, sample), max(high, sample)) }
      ranges.append(low <= high ? low...high : nil)
      // Halves, since a difference of finite numbers may not be finite.
      let span = high / 2 - low / 2
      for sample in samples {
        let level = sample.isFinite && span > 0 ? (sample / 2 - low / 2) / span * 255 : 0
        levels.append(UInt8(level.rounded(.toNearestOrEven)))  // 0...255 between the two
      }
    }
    return (try Planes(channels: channels.count, size: planes.size, levels), ranges)
  }
}
