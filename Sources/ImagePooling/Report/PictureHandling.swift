public import PoolingEngine

/// What was done with a picture on the way, apart from its pooling.
public struct PictureHandling: Hashable, Sendable {
  /// What became of something that the file says about itself.
  public enum Carriage: String, Hashable, Sendable {
    /// The input has none.
    case none
    /// The output has it, byte for byte.
    case kept
    /// The output does not have it: it has no place for it, it does not fit the output's colours, or it was not wanted.
    case dropped
    /// The samples were converted to sRGB instead.
    case converted
  }

  /// What alpha meant.
  public enum Alpha: String, Hashable, Sendable {
    /// The input has none.
    case none
    /// One more plane.
    case planes
    /// A weight of the colours.
    case premultiplied
    /// To a max: fully transparent pixels have no colour.
    case hiding
    /// The picture was laid over a background.
    case background
    /// The channels that were asked for have none.
    case dropped
  }

  /// The orientation that was applied; ``Orientation/upright`` if there was nothing to turn.
  public var orientation: Orientation
  public var alpha: Alpha
  /// Samples were averaged as linear light.
  public var linear: Bool
  /// How averages became integers; nil for a max.
  public var rounding: Rounding?
  /// The ICC profile; nil if no picture was written.
  public var profile: Carriage?
  /// Gamma, chromaticities and the sRGB mark, which a profile that is kept stands for; nil if no picture was written.
  public var gamma: Carriage?
  /// The colours of the picture that was written: `gray`, `gray+alpha`, `rgb`, `rgba`, `palette`; nil if none was.
  public var outputColor: String?
  /// The bits of a sample, or of a place in a palette, of the picture that was written.
  public var outputBitDepth: Int?
  /// A written JPEG's chroma subsampling.
  public var outputSampling: Encoding.ChromaSubsampling?
}
