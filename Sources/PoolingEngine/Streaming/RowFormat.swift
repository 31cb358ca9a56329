/// What the rows of a source are: `size.height` rows of `size.width` pixels of `channels` interleaved
/// samples (R G B R G B …) of one element type, in native byte order.
public struct RowFormat: Hashable, Sendable {
  public var size: Size
  public var channels: Int
  public var sampleType: SampleType

  public init(size: Size, channels: Int, sampleType: SampleType) {
    self.size = size
    self.channels = channels
    self.sampleType = sampleType
  }

  /// - Throws: ``PoolingError`` if there are fewer than no channels, or so many samples in a row that sizes do not fit an
  ///   integer with room to spare.
  func check() throws(PoolingError) {
    guard channels >= 0 else { throw PoolingError(.emptyInput, "the input has \(channels) channels") }
    let (samples, overflow) = max(1, size.width).multipliedReportingOverflow(by: channels)
    guard !overflow, samples <= Int.max >> 20 else {
      throw PoolingError(.overflow, "rows of \(size.width) pixels of \(channels) channels are too long")
    }
  }

  /// Samples in one row: width × channels.
  public var samplesPerRow: Int { size.width * channels }
  /// Bytes in one row.
  public var bytesPerRow: Int { samplesPerRow * sampleType.byteCount }
}
