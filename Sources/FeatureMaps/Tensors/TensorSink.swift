public import PoolingEngine

/// Collects rows of any element type into a tensor C, H, W.
public final class TensorSink: RowSink {
  public init() {}
  /// Allocates the whole tensor.
  public func begin(_ format: RowFormat) throws(FeatureMapError) { preconditionFailure("to come") }
  public func write(_ strip: borrowing Strip) throws(FeatureMapError) { preconditionFailure("to come") }
  public func commit() throws(FeatureMapError) { preconditionFailure("to come") }
  /// The tensor collected. Call it after ``commit()``.
  ///
  /// - Throws: ``FeatureMapError`` of kind `truncated` if rows are missing.
  public func tensor() throws(FeatureMapError) -> Tensor { preconditionFailure("to come") }
}
