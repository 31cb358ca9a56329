public import PoolingEngine

/// Writes rows as one JSON object: `"schema": 1`, the geometry, per-channel minimum, maximum and mean, and
/// `values[channel][row][column]`.
///
/// The whole result is held until ``commit()``. NaN and infinities are the strings "NaN", "Infinity", "-Infinity".
public final class JSONSink: RowSink {
  public init(_ destination: OutputDescriptor, geometry: FeatureMapGeometry) {
    preconditionFailure("to come")
  }
  public func begin(_ format: RowFormat) throws(FeatureMapError) { preconditionFailure("to come") }
  public func write(_ strip: borrowing Strip) throws(FeatureMapError) { preconditionFailure("to come") }
  public func commit() throws(FeatureMapError) { preconditionFailure("to come") }
  /// The text, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { preconditionFailure("to come") }
  /// The most bytes that this sink holds for rows of that format.
  public static func heldBytes(for format: RowFormat) -> Int { preconditionFailure("to come") }
}
