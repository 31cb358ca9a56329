/// Which channels of a picture are pooled.
public enum ChannelLayout: String, Hashable, Sendable, CaseIterable {
  /// What the picture shows: gray, gray with alpha, RGB or RGBA; four inks become RGB.
  case asShown = "as-shown"
  /// The planes of the file: as ``asShown``, but four inks stay four planes (255 = no ink).
  case keep
  /// One plane, by Rec. 601's weights in integers: (19595·R + 38470·G + 7471·B + 32768) / 65536. Alpha is left out.
  case gray
  /// Three planes; gray is repeated, alpha left out.
  case rgb
  /// Four planes; alpha is opaque where the picture has none.
  case rgba
}
