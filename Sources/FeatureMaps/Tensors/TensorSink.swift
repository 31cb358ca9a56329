public import PoolingEngine

/// Collects rows of any element type into a tensor C, H, W.
public final class TensorSink: RowSink {
  private var store: (any PlaneStore)?
  private var collected: Tensor?

  public init() {}

  /// Allocates the whole tensor.
  public func begin(_ format: RowFormat) throws(FeatureMapError) { store = try format.makeStore() }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    guard let store else { throw FeatureMapError(.truncated, "no rows were announced") }
    try store.write(strip)
  }

  /// - Throws: ``FeatureMapError`` of kind `truncated` if rows are missing.
  public func commit() throws(FeatureMapError) {
    guard let store else { throw FeatureMapError(.truncated, "no rows were announced") }
    let planes = try store.takePlanes()
    collected = try Tensor(shape: [planes.channels, planes.size.height, planes.size.width], planes)
    self.store = nil
  }

  /// The tensor collected; it is there after ``commit()``.
  ///
  /// - Throws: ``FeatureMapError`` of kind `truncated` before that.
  public func tensor() throws(FeatureMapError) -> Tensor {
    guard let collected else { throw FeatureMapError(.truncated, "the rows are not all there yet") }
    return collected
  }
}
