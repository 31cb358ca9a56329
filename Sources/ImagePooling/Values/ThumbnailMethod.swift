/// How the samples under an output sample of a thumbnail become one.
public enum ThumbnailMethod: String, Hashable, Sendable, CaseIterable {
  /// The mean over the output sample's own stretch of the picture; a sample that a boundary cuts counts in part on both
  /// sides. The stretches cover every sample once.
  case area
  /// The frameworks' adaptive average: a sample that a boundary cuts counts whole on both sides.
  case adaptive
  /// The frameworks' adaptive max, of each plane. A fully transparent pixel has no colour.
  case max
}
