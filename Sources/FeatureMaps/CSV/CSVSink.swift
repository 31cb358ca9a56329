public import PoolingEngine

/// Writes rows as text: a line `channel,row,c0,c1,…`, then a line per row, channel 0's rows first.
///
/// Integers as integers, floats as the shortest text that reads back to the same value, `nan`, `inf`, `-inf`. The rows of
/// channel 0 are written as they come; the other channels are held until ``commit()``.
public final class CSVSink: RowSink {
  public init(_ destination: OutputDescriptor) { preconditionFailure("to come") }
  public func begin(_ format: RowFormat) throws(FeatureMapError) { preconditionFailure("to come") }
  public func write(_ strip: borrowing Strip) throws(FeatureMapError) { preconditionFailure("to come") }
  public func commit() throws(FeatureMapError) { preconditionFailure("to come") }
  /// The text, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { preconditionFailure("to come") }
  /// The most bytes that this sink holds for rows of that format.
  public static func heldBytes(for format: RowFormat) -> Int { preconditionFailure("to come") }
}
