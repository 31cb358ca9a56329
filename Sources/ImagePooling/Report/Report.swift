public import PoolingEngine

/// What became of one input.
public struct Report: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable {
    /// Everything is as it should be.
    case ok
    /// There is a result, and something to know about it: see ``Report/warnings``.
    case warned
  }

  /// A dump that was written.
  public struct WrittenDump: Hashable, Sendable {
    public var content: Dump.Content
    /// The channel of a heat map.
    public var channel: Int?
    /// Nil for memory and descriptors.
    public var path: Path?
    /// The dump itself, if it went to memory.
    public var bytes: [UInt8]?
  }

  /// What took the time, in seconds.
  public struct Times: Hashable, Sendable {
    /// Reading and decoding a picture.
    public var decoding: Double
    /// Everything between decoder and encoder.
    public var pooling: Double
    /// Encoding and writing a picture.
    public var encoding: Double
  }

  public var input: Path?
  public var source: SourceInfo
  /// Where the result went; nil for memory and descriptors, and if only dumps were asked for.
  public var output: Path?
  /// The encoded result, if it went to memory.
  public var bytes: [UInt8]?
  public var outputSize: Size
  /// Channels of the result.
  public var outputChannels: Int
  /// `png`, `jpeg`, `npy`, `safetensors`, `csv`, `json`; nil if only dumps were asked for.
  public var outputFormat: String?
  /// The element type of the result; without a result, of the dumps.
  public var outputType: SampleType
  /// `max`, `average`, `adaptive-max`, `area`, …; of several layers with + between, of a gradient after `backward-`.
  public var operation: String
  public var dialect: Dialect
  /// The layers' shapes, in order.
  public var layers: [LayerShape]
  public var dumps: [WrittenDump]
  /// Stored rows above the first damage; the stored height if nothing was lost.
  public var rowsIntact: Int
  /// What a user must know about the result: damage, clamped samples.
  public var warnings: [String]
  /// What a user may want to know.
  public var remarks: [String]
  /// Result samples that lay outside what their type or range holds.
  public var clampedSamples: Int
  /// What was done with a picture; nil for tensors.
  public var picture: PictureHandling?
  /// The SHA-256 of the samples of the picture that was written, 64 hexadecimal digits, if ``Recipe/digests`` asks for it: upright,
  /// row by row, interleaved, of a palette the colours that it stands for, 16-bit samples high byte first. Of a JPEG, the samples
  /// that were given to the encoder.
  public var digest: String?
  /// The size of the result's file; nil if it went through a pipe, or if only dumps were asked for.
  public var bytesWritten: Int?
  public var times: Times
  /// What decoding and pooling were expected to hold, in bytes.
  public var memoryBytes: Int
  public var seconds: Double
  /// The most that the process ever held resident, in bytes.
  public var peakMemoryBytes: Int
  /// 2, 4 or 8 if a JPEG's decoder reduced the picture before it was pooled (``Recipe/jpegShrink``): the result is not the
  /// exact one. 1 for everything else.
  public var jpegShrink = 1
  /// How far the result is from the exact one, before it was encoded; nil unless ``Recipe/reportsDeviation`` asked for it.
  public var deviation: Deviation?
  /// What became of samples that were to be sRGB; nil unless ``Recipe/toSRGB`` asked for it.
  public var srgb: SRGBOutcome?

  /// The remark on alpha among ``remarks``, if there is one: it is worth saying once for a whole batch.
  public var alphaRemark: String? { remarks.first { $0 == Report.alphaRemark } }

  static let alphaRemark =
    "an average took alpha for one more plane, over partly transparent pixels; --alpha premultiplied weighs colours by it"

  public var status: Status { warnings.isEmpty ? .ok : .warned }
}
