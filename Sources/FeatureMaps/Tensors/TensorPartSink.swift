public import PoolingEngine

/// Writes rows into their part of a larger tensor: one sample of a batch N, C, H, W or N, H, W, C whose file and header are
/// somebody else's. Several may write to one file at once.
public final class TensorPartSink: RowSink {
  private let expected: RowFormat
  private let axes: TensorAxes
  private let offset: Int
  private let file: TensorFile
  private var rows: TensorRows?

  /// - Parameters:
  ///   - descriptor: of a regular file; its place is not moved.
  ///   - offset: where the part begins.
  ///   - format: of the rows to come.
  ///   - axes: of one sample, beside rows and columns.
  public init(_ descriptor: Int32, at offset: Int, _ format: RowFormat, axes: TensorAxes) {
    expected = format
    self.axes = axes
    self.offset = offset
    file = TensorFile(descriptor, at: 0)
  }

  /// - Throws: ``FeatureMapError`` of kind `corrupt` for another format than the one there is room for.
  public func begin(_ format: RowFormat) throws(FeatureMapError) {
    guard format == expected else {
      throw FeatureMapError(
        .corrupt,
        "gives \(TensorPartSink.text(format)) where its header had told \(TensorPartSink.text(expected)); it has changed meanwhile",
        remedy: "try again")
    }
    try axes.check(format)
    rows = TensorRows(format, axes, in: file, at: offset)
  }

  private static func text(_ format: RowFormat) -> String {
    "\(format.channels)x\(format.size.height)x\(format.size.width) \(format.sampleType)"
  }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) { try rows.announced().write(strip) }
  public func commit() throws(FeatureMapError) { try rows.announced().finish() }

  /// The most bytes that a sink holds for rows of that format.
  public static func heldBytes(for format: RowFormat) -> Int {
    TensorRows.batchRows(format, TensorRows.batchBytes) * format.bytesPerRow
  }
}
