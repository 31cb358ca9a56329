public import PoolingEngine

/// Writes rows as an aligned grid of numbers per channel, for reading.
///
/// The first lines say the geometry. Of a larger result the first and last rows and columns are shown and a line says what
/// is left out; only what is shown is held. Floats are rounded to `digits` significant digits.
public final class TextGridSink: RowSink {
  public init(
    _ destination: OutputDescriptor, geometry: FeatureMapGeometry, columns: Int = 20, rows: Int = 40,
    digits: Int = 6
  ) { preconditionFailure("to come") }
  public func begin(_ format: RowFormat) throws(FeatureMapError) { preconditionFailure("to come") }
  public func write(_ strip: borrowing Strip) throws(FeatureMapError) { preconditionFailure("to come") }
  public func commit() throws(FeatureMapError) { preconditionFailure("to come") }
  /// The text, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { preconditionFailure("to come") }
  /// The most bytes that this sink holds for rows of that format.
  public static func heldBytes(for format: RowFormat, columns: Int = 20, rows: Int = 40) -> Int {
    preconditionFailure("to come")
  }
}
