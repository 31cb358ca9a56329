/// Channel planes in memory, each `size.height` × `size.width` samples in row-major order, one after the other
/// (C, H, W as PyTorch lays them out). A batch N, C, H, W is N·C planes.
public struct Planes<S: Sample>: Sendable, Equatable {
  public let channels: Int
  public let size: Size
  /// All samples, plane after plane.
  public private(set) var samples: [S]

  /// - Throws: ``PoolingError`` of rule ``PoolingError/Rule/sampleCount`` if `samples` is not
  ///   channels × height × width long, or a dimension is negative or their product overflows.
  public init(channels: Int, size: Size, _ samples: [S]) throws(PoolingError) {
    let (plane, overflow1) = size.height.multipliedReportingOverflow(by: size.width)
    let (count, overflow2) = plane.multipliedReportingOverflow(by: channels)
    guard !overflow1, !overflow2, channels >= 0, size.height >= 0, size.width >= 0, samples.count == count
    else {
      throw PoolingError(
        .sampleCount,
        "\(samples.count) samples do not fill \(channels) planes of \(size.height) rows by \(size.width) columns"
      )
    }
    self.channels = channels
    self.size = size
    self.samples = samples
  }

  /// Planes filled with one value.
  public init(channels: Int, size: Size, repeating value: S) {
    self.channels = channels
    self.size = size
    samples = Array(repeating: value, count: channels * size.height * size.width)
  }

  public subscript(channel: Int, row: Int, column: Int) -> S {
    get { samples[index(channel, row, column)] }
    set { samples[index(channel, row, column)] = newValue }
  }

  private func index(_ channel: Int, _ row: Int, _ column: Int) -> Int {
    precondition(
      (0..<channels).contains(channel) && (0..<size.height).contains(row)
        && (0..<size.width).contains(column),
      "no sample at channel \(channel), row \(row), column \(column)")
    return (channel * size.height + row) * size.width + column
  }

  /// Lends one plane, row-major.
  public func withPlane<T, E: Error>(_ channel: Int, _ body: (Span<S>) throws(E) -> T) throws(E) -> T {
    precondition((0..<channels).contains(channel), "no plane \(channel)")
    let count = size.height * size.width
    return try body(samples.span.extracting(channel * count..<(channel + 1) * count))
  }

  /// Planes whose samples are about to be written, all of them.
  static func unfilled(channels: Int, size: Size) -> Planes {
    let count = channels * size.height * size.width
    let samples = Array<S>(unsafeUninitializedCapacity: count) { _, filled in filled = count }
    return Planes(trusted: samples, channels: channels, size: size)
  }

  private init(trusted samples: [S], channels: Int, size: Size) {
    self.samples = samples
    self.channels = channels
    self.size = size
  }

  /// Lends all samples for writing.
  mutating func withUnsafeMutableSamples(_ body: (UnsafeMutablePointer<S>) -> Void) {
    samples.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { body(start) }
    }
  }
}
