/// What the samples of a pixel are to an ICC profile; alpha is beside the matter.
public enum SampleSpace: Sendable, Hashable, CaseIterable {
  case gray
  case rgb
  /// Four inks, 255 = no ink.
  case cmyk

  /// Samples per pixel.
  public var channels: Int {
    switch self {
    case .gray: 1
    case .rgb: 3
    case .cmyk: 4
    }
  }

  /// What becomes of it: gray stays gray, inks become RGB.
  public var converted: SampleSpace { self == .gray ? .gray : .rgb }
}
