/// What a reader does when samples were lost or invented.
public enum Tolerance: Sendable, Hashable {
  /// ``ImageReader/read(into:)`` throws at the first lossy damage.
  case strict
  /// All rows are delivered: those that cannot be decoded are zeros (PNG) or whatever libjpeg made up (JPEG).
  /// ``ImageReader/damage`` tells.
  case tolerant
}
