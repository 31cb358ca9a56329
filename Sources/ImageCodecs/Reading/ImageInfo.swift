public import PoolingEngine

/// What a file is, from its header and metadata; no pixel is decoded for it.
public struct ImageInfo: Sendable, Hashable {
  public var kind: ImageKind
  /// As stored, before the orientation is applied.
  public var storedSize: Size
  /// `gray`, `gray+alpha`, `rgb`, `rgba`, `palette`, for a PNG with tRNS followed by `+tRNS`; `gray`, `ycc`,
  /// `rgb`, `cmyk`, `ycck` for a JPEG.
  public var storedColor: String
  /// Samples per stored pixel; 1 for a palette.
  public var storedChannels: Int
  /// Bits of a stored sample: 1, 2, 4, 8 or 16.
  public var bitDepth: Int
  /// `non-interlaced` or `adam7`; `baseline`, `extended`, `progressive`, `multi-scan`, `arithmetic` or
  /// `arithmetic-progressive`. A PNG with animation frames has `,apng` behind it.
  public var coding: String
  /// A JPEG's sampling factors per component, horizontal × vertical (`2x2,1x1,1x1`); empty for PNG.
  public var sampling: String
  /// EXIF's, from the file's main directory; `.upright` if there is none or its value is outside 1...8.
  public var orientation: Orientation
  /// Rows are decoded as they are read; memory does not grow with the height.
  public var streams: Bool
  /// An upper estimate of the bytes that decoding holds, in the decoder and its buffers.
  public var decoderMemory: Int
  /// What a writer can carry on.
  public var metadata: ImageMetadata

  init(
    kind: ImageKind, storedSize: Size, storedColor: String, storedChannels: Int, bitDepth: Int,
    coding: String,
    sampling: String, orientation: Orientation, streams: Bool, decoderMemory: Int, metadata: ImageMetadata
  ) {
    self.kind = kind
    self.storedSize = storedSize
    self.storedColor = storedColor
    self.storedChannels = storedChannels
    self.bitDepth = bitDepth
    self.coding = coding
    self.sampling = sampling
    self.orientation = orientation
    self.streams = streams
    self.decoderMemory = decoderMemory
    self.metadata = metadata
  }

  /// Reads header and metadata only; no limit of ``DecodingLimits`` applies, and nothing is decoded.
  ///
  /// - Throws: ``CodecError`` as ``ImageReader/init(_:name:delivery:tolerance:limits:reduction:)``, without kind `.limit`.
  public init(of source: ByteSource) throws(CodecError) {
    self = try ImageReader.decoder(source, delivery: .expanded, tolerance: .tolerant, limits: .default).info
  }
}
