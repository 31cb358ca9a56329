/// How a JPEG is written: 8 bits, gray or YCbCr, accurate integer DCT.
public struct JPEGEncoding: Sendable, Hashable {
  /// How finely colour is stored. Gray pictures have nothing to subsample.
  public enum Subsampling: String, Sendable, Hashable, CaseIterable {
    /// One colour sample per 2×2 pixels.
    case s420 = "4:2:0"
    /// One colour sample per pixel.
    case s444 = "4:4:4"
  }

  /// libjpeg's scale, 1 ... 100; values outside are clamped.
  public var quality: Int
  public var subsampling: Subsampling
  /// Several scans, coarse to fine. The encoder holds the picture's coefficients.
  public var progressive: Bool
  /// Computes the best Huffman tables: a few per cent smaller, slower, and the encoder holds the picture's
  /// coefficients. Progressive files always do.
  public var optimizesTables: Bool

  public init(
    quality: Int = 85, subsampling: Subsampling = .s420, progressive: Bool = false,
    optimizesTables: Bool = false
  ) {
    self.quality = quality
    self.subsampling = subsampling
    self.progressive = progressive
    self.optimizesTables = optimizesTables
  }
}
