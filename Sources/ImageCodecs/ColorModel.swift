/// What the interleaved samples of a pixel mean.
public enum ColorModel: String, Sendable, Hashable, CaseIterable {
  case gray
  case grayAlpha = "gray+alpha"
  case rgb
  case rgba
  /// Four inks, 0 = full ink, as Adobe stores them; only delivered, never written.
  case cmyk

  /// Samples per pixel.
  public var channels: Int {
    switch self {
    case .gray: 1
    case .grayAlpha: 2
    case .rgb: 3
    case .rgba, .cmyk: 4
    }
  }

  /// The last channel is opacity.
  public var hasAlpha: Bool { self == .grayAlpha || self == .rgba }
}
