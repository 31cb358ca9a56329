/// What becomes of a picture's EXIF orientation.
public enum OrientationRule: String, Hashable, Sendable, CaseIterable {
  /// The picture is pooled as if it had been turned upright first.
  case upright
  /// It is pooled as it is stored.
  case stored
}
