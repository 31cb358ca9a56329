internal import CCodecs

/// How a PNG is written: non-interlaced, all five row filters considered, 8 or 16 bits as the rows are.
/// The same rows give the same bytes with the same zlib release.
public struct PNGEncoding: Sendable, Hashable {
  /// zlib's effort, 0 (stored) ... 9 (smallest); values outside are clamped.
  ///
  /// At 1 ... 5 a picture of up to 512 KB of samples is looked at whole: one whose stretches seldom come again, as in a
  /// photograph, is searched for runs alone, which takes half the time or less and makes a file of about the same size.
  public var compression: Int

  public init(compression: Int = 6) { self.compression = compression }

  /// The bytes that a writer of a picture of so many bytes holds, zlib's own included where it is one more.
  public func heldBytes(samples byteCount: Int) -> Int {
    let isHeld = (1...Int(CCODECS_PNG_QUICK)).contains(compression) && byteCount <= Int(CCODECS_PNG_MOST_HELD)
    return isHeld ? byteCount + (320 << 10) : 0
  }
}
