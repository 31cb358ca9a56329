public import PoolingEngine

/// Collects rows of any element type into a tensor C, H, W.
public final class TensorSink: RowSink {
  private var store: (any PlaneStore)?

  public init() {}

  /// Allocates the whole tensor.
  public func begin(_ format: RowFormat) throws(FeatureMapError) { store = try format.makeStore() }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    guard let store else { throw FeatureMapError(.truncated, "no rows were announced") }
    try store.write(strip)
  }

  public func commit() {}

  /// The tensor collected, once.
  ///
  /// - Throws: ``FeatureMapError`` of kind `truncated` if rows are missing or it was taken already.
  public func takeTensor() throws(FeatureMapError) -> Tensor {
    guard let store else { throw FeatureMapError(.truncated, "no rows were announced") }
    self.store = nil
    let planes = try store.takePlanes()
    return try Tensor(shape: [planes.channels, planes.size.height, planes.size.width], planes)
  }
}
