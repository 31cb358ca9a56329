public import PoolingEngine

/// What an input is, from its header and metadata.
public struct SourceInfo: Hashable, Sendable {
  /// `png`, `jpeg`, `npy`, `safetensors` or `csv`.
  public var kind: String
  /// As stored, before the orientation is applied.
  public var storedSize: Size
  /// Samples per stored pixel (1 for a palette); planes of a tensor.
  public var channels: Int
  /// As stored: `gray`, `gray+alpha`, `rgb`, `rgba`, `palette`, `ycc`, `cmyk`, `ycck`, with `+tRNS` where a PNG has that;
  /// `tensor`.
  public var color: String
  /// Bits of a stored sample.
  public var bitDepth: Int
  /// The element type that is pooled.
  public var sampleType: SampleType
  /// `non-interlaced`, `adam7`, `baseline`, `progressive`, …; of an array its order.
  public var coding: String
  /// A JPEG's sampling factors; empty for everything else.
  public var sampling: String
  public var orientation: Orientation
  /// Rows are decoded as they are read, so memory does not grow with the height.
  public var streams: Bool
  /// Why, or why not.
  public var streamsReason: String
  /// About how many bytes decoding holds.
  public var memoryBytes: Int
  /// About how many bytes a thumbnail of 256 by 256 pixels needs, decoding included: what a batch reserves before it begins.
  /// Nil for arrays, and for pictures that have no thumbnail.
  public var thumbnailMemoryBytes: Int?
  /// The axes of an array as stored; empty for pictures.
  public var shape: [Int]
  /// What else the file says, for people: profile, gamma, resolution.
  public var metadata: [MetadataEntry]

  /// A name and what is said under it.
  public struct MetadataEntry: Hashable, Sendable {
    public var name: String
    public var value: String
  }

  /// Width and height after the orientation is applied.
  public var uprightSize: Size { orientation.upright(storedSize) }

  /// Reads header and metadata; no pixel is decoded. A table of numbers (`.csv`) is read whole, since it has no header.
  ///
  /// - Parameter limits: ``Limits/memory`` bounds such a table, and the header of a `.safetensors` container; nothing else applies.
  /// - Throws: ``ImagePoolError``: `unreadable`, `not_an_image`, `truncated`, `corrupt`, `unsupported`, `limit`.
  public static func of(_ input: Input, limits: Limits = .default) throws(ImagePoolError) -> SourceInfo {
    try SourceInfo(OpenedInput(input), limits: limits)
  }
}

extension SourceInfo {
  /// Whether its pixels have alpha once palettes were looked up and tRNS became alpha.
  var hasAlpha: Bool { color == "gray+alpha" || color == "rgba" || color.hasSuffix("+tRNS") }

  /// Channels after palettes were looked up and tRNS became alpha.
  var shownChannels: Int {
    let alpha = color.hasSuffix("+tRNS") ? 1 : 0
    switch color {
    case "cmyk", "ycck": return 3
    case _ where color.hasPrefix("palette"): return 3 + alpha
    default: return channels + alpha
    }
  }
}
