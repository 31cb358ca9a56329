/// What was wrong with a file, as far as it has been read.
public struct Damage: Sendable, Hashable {
  /// What the decoder complained about: distinct, at most 20 of them.
  public var warnings: [String] = []
  /// How often it complained in all.
  public var warningCount = 0
  /// Complaints that say nothing about the samples, such as a colour profile known to be odd.
  public var remarks: [String] = []
  /// Samples were lost or invented.
  public var isLossy = false
  /// Stored rows above the first damage: these are what the undamaged file would have given. The picture's height if
  /// nothing is lossy.
  ///
  /// PNG rows are vouched for by checksums, or by a file that was merely cut. JPEG has none: bytes that were changed and
  /// still decode cannot be seen, and a tail of zeros decodes.
  public var rowsIntact: Int
  /// The first lossy damage as an error; `.strict` readers have thrown it.
  public var error: CodecError?

  public init(rowsIntact: Int) { self.rowsIntact = rowsIntact }
}
