/// How a PNG is written: non-interlaced, all five row filters considered, 8 or 16 bits as the rows are.
/// The same rows give the same bytes with the same zlib release.
public struct PNGEncoding: Sendable, Hashable {
  /// zlib's effort, 0 (stored) ... 9 (smallest); values outside are clamped.
  public var compression: Int

  public init(compression: Int = 6) { self.compression = compression }
}
