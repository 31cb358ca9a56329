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

  /// Samples in one row: width × channels.
  public var samplesPerRow: Int { size.width * channels }
  /// Bytes in one row.
  public var bytesPerRow: Int { samplesPerRow * sampleType.byteCount }
}
