public import PoolingEngine

/// Writes rows as a `.npy` file of shape (C, H, W), little-endian, C order: byte for byte what `numpy.save` writes.
///
/// To a seekable descriptor the header goes first and each channel's rows are put in their place; about `batchBytes` are
/// held. To a pipe or memory the tensor is held until ``commit()``.
public final class NPYSink: RowSink {
  public init(_ destination: OutputDescriptor, batchBytes: Int = 256 * 1024) {
    preconditionFailure("to come")
  }
  public func begin(_ format: RowFormat) throws(FeatureMapError) { preconditionFailure("to come") }
  public func write(_ strip: borrowing Strip) throws(FeatureMapError) { preconditionFailure("to come") }
  public func commit() throws(FeatureMapError) { preconditionFailure("to come") }
  /// The file's bytes, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { preconditionFailure("to come") }
  /// The most bytes that this sink holds for rows of that format.
  public static func heldBytes(
    for format: RowFormat, to destination: OutputDescriptor, batchBytes: Int = 256 * 1024
  ) -> Int { preconditionFailure("to come") }
}
