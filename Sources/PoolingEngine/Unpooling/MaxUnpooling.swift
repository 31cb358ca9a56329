/// The partial inverse of a max pooling: every value goes back to the place that its index names, the rest is 0.
/// PyTorch 2.13's `max_unpool2d` and ONNX's `MaxUnpool` as ONNX Runtime 1.32 computes it.
public struct MaxUnpooling: Hashable, Sendable {
  public var kernel: Pair
  public var stride: Pair
  /// On each side of an axis.
  public var padding: Pair
  /// Nil: (m − 1)·stride + kernel − 2·padding for m pooled samples. PyTorch takes sizes less than a stride away from that.
  public var outputSize: Size?
  public var dialect: Dialect
  /// What the indices count: `plane` (PyTorch) or a layout over the whole tensor (ONNX: `nchwBatch`), by the unpooled size.
  public var indexLayout: IndexLayout

  /// - Parameter stride: nil: the kernel.
  public init(
    kernel: Pair, stride: Pair? = nil, padding: Pair = 0, outputSize: Size? = nil, dialect: Dialect = .torch,
    indexLayout: IndexLayout = .plane
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
    self.outputSize = outputSize
    self.dialect = dialect
    self.indexLayout = indexLayout
  }

  /// The size of an unpooled plane.
  public func outputSize(of pooled: Size) throws(PoolingError) -> Size {
    throw PoolingError(.notInDialect, "not built yet")
  }

  /// Unpools N·C planes. Of several values for one place the last in row-major order stays.
  ///
  /// - Parameter channels: C, for layouts that count it; nil: all planes are one batch item's.
  public func callAsFunction<S: Sample & Numeric>(
    _ values: Planes<S>, indices: Planes<Int64>, channels: Int? = nil
  ) throws(PoolingError) -> Planes<S> {
    throw PoolingError(.notInDialect, "not built yet")
  }

  /// The gradient of the pooled values: every value gets the upstream gradient of the place it went to, repeated indices all.
  public func gradient<S: Sample & Numeric>(
    of indices: Planes<Int64>, upstream: Planes<S>, channels: Int? = nil
  ) throws(PoolingError) -> Planes<S> {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
