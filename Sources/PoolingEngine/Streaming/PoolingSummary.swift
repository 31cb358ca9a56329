/// What a streamed pooling reports when it ends.
public struct PoolingSummary: Hashable, Sendable {
  /// Upright size of the result.
  public var outputSize: Size
  /// Result samples that lay outside their integer type's range and were clamped, over all outputs.
  public var clampedSamples: Int
  /// An average of an alpha plane as a plane met a pixel that is neither opaque nor fully transparent.
  public var metPartialAlpha: Bool
}
