/// The partial inverse of a max pooling: every value goes back to the place that its index names, the rest is 0.
/// PyTorch 2.13's `max_unpool2d` and ONNX's `MaxUnpool` as ONNX Runtime 1.32 computes it.
///
/// ```swift
/// let (values, indices) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
/// let sparse = try MaxUnpooling(kernel: 2, outputSize: planes.size)(values, indices: indices)
/// ```
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

  /// - Parameters:
  ///   - kernel: the pooling's.
  ///   - stride: nil: the kernel.
  ///   - padding: on each side of an axis.
  ///   - outputSize: the size of the unpooled planes; nil: (m − 1)·stride + kernel − 2·padding.
  ///   - dialect: whose limits hold.
  ///   - indexLayout: what the indices count.
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
  ///
  /// - Throws: ``PoolingError``: of rule `positiveParameter`, `paddingLimit`, `unpooledSize` or `overflow`; of `notInDialect`
  ///   for TensorFlow, which has no unpooling.
  public func outputSize(of pooled: Size) throws(PoolingError) -> Size {
    guard dialect != .tensorflow else {
      throw PoolingError(.notInDialect, "tensorflow has no max unpooling", acceptedBy: [.torch, .onnx])
    }
    guard pooled.height >= 1, pooled.width >= 1 else {
      throw PoolingError(
        .emptyInput, "the input has no samples (\(pooled.height) rows, \(pooled.width) columns)")
    }
    return Size(
      height: try length(
        "vertical", pooled.height, kernel.vertical, stride.vertical, padding.vertical, outputSize?.height),
      width: try length(
        "horizontal", pooled.width, kernel.horizontal, stride.horizontal, padding.horizontal,
        outputSize?.width))
  }

  private func length(
    _ axis: String, _ pooled: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ asked: Int?
  ) throws(PoolingError) -> Int {
    let limit = GeometryPlanner.largestParameter
    for (name, value) in [("kernel", kernel), ("stride", stride)] {
      guard value >= 1 else {
        throw PoolingError(.positiveParameter, "\(axis) \(name) \(value) must be at least 1")
      }
      guard value <= limit, pooled <= limit else {
        throw PoolingError(.overflow, "\(axis) \(name) \(value) over \(pooled) samples goes beyond \(limit)")
      }
    }
    guard padding >= 0, padding <= limit else {
      throw PoolingError(.paddingLimit, "\(axis) padding \(padding) is not from 0 to \(limit)")
    }
    let usual = (pooled - 1) * stride + kernel - 2 * padding
    let length = asked ?? usual
    guard length >= 1 else {
      throw PoolingError(.unpooledSize, "the \(axis) length \(length) of the unpooled plane is below 1")
    }
    guard length <= limit else {
      throw PoolingError(.overflow, "the \(axis) length \(length) of the unpooled plane goes beyond \(limit)")
    }
    if dialect == .torch, length <= usual - stride || length >= usual + stride {
      throw PoolingError(
        .unpooledSize,
        "the \(axis) length \(length) is not within a stride of the default: above \(usual - stride) and below "
          + "\(usual + stride)", acceptedBy: [.onnx])
    }
    return length
  }

  /// Unpools N·C planes. Of several values for one place the last in row-major order stays.
  ///
  /// Costs O(values + unpooled samples).
  ///
  /// - Parameters:
  ///   - values: N·C planes of pooled samples.
  ///   - indices: as many, each the place of its value in ``indexLayout``.
  ///   - channels: C, for layouts that count it; nil: all planes are one batch item's.
  /// - Throws: ``PoolingError``; of rule `indexRange` for an index outside, `sampleCount` for shapes that differ.
  public func callAsFunction<S: Sample & Numeric>(
    _ values: Planes<S>, indices: Planes<Int64>, channels: Int? = nil
  ) throws(PoolingError) -> Planes<S> {
    let places = try places(of: indices, channels, planes: values.channels, size: values.size)
    var result = Planes<S>(channels: values.channels, size: try outputSize(of: values.size), repeating: 0)
    result.withUnsafeMutableSamples { samples in
      Scatter.move(
        values.samples, to: places, UnsafeMutableRawPointer(samples), bytesPerSample: S.type.byteCount)
    }
    return result
  }

  /// The gradient of the pooled values: every value gets the upstream gradient of the place it went to, repeated indices all.
  ///
  /// - Parameters:
  ///   - indices: N·C planes, each number the place of its value in ``indexLayout``.
  ///   - upstream: N·C planes of the unpooled size.
  ///   - channels: C, for layouts that count it; nil: all planes are one batch item's.
  public func gradient<S: Sample & Numeric>(
    of indices: Planes<Int64>, upstream: Planes<S>, channels: Int? = nil
  ) throws(PoolingError) -> Planes<S> {
    let places = try places(of: indices, channels, planes: indices.channels, size: indices.size)
    let size = try outputSize(of: indices.size)
    guard upstream.channels == indices.channels, upstream.size == size else {
      throw PoolingError(
        .sampleCount,
        "an upstream gradient of \(upstream.channels) planes of \(upstream.size) is not one of "
          + "\(indices.channels) planes of \(size)")
    }
    var result = Planes<S>.unfilled(channels: indices.channels, size: indices.size)
    result.withUnsafeMutableSamples { samples in
      Scatter.fetch(
        upstream.samples, from: places, UnsafeMutableRawPointer(samples), bytesPerSample: S.type.byteCount)
    }
    return result
  }

  /// Each index as a place among the samples of all unpooled planes.
  private func places(
    of indices: Planes<Int64>, _ channels: Int?, planes: Int, size: Size
  ) throws(PoolingError) -> [Int] {
    guard indices.channels == planes, indices.size == size else {
      throw PoolingError(
        .sampleCount,
        "indices of \(indices.channels) planes of \(indices.size) do not fit values of \(planes) planes of \(size)"
      )
    }
    let channels = channels ?? planes
    guard planes == 0 || (channels >= 1 && planes % channels == 0) else {
      throw PoolingError(.sampleCount, "\(planes) planes are no whole batch items of \(channels) channels")
    }
    let output = try outputSize(of: size)
    let (plane, overflow1) = output.height.multipliedReportingOverflow(by: output.width)
    let (all, overflow2) = plane.multipliedReportingOverflow(by: max(1, planes))
    guard !overflow1, !overflow2, all <= Int.max >> 4 else {
      throw PoolingError(.overflow, "\(planes) unpooled planes of \(output) are too large")
    }
    return try IndexPlaces(
      layout: indexLayout, channels: channels, planes: planes, output: output
    ).places(of: indices)
  }
}
