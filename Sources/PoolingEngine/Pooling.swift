/// One pooling layer, a value: a reduction over windows, under a dialect.
///
/// ```swift
/// let layer = Pooling(.average(countIncludePad: false), over: .sliding(3, stride: 2, padding: .all(1)))
/// let pooled = try layer(planes, as: Float.self)
/// ```
public struct Pooling: Hashable, Sendable {
  public var reduction: Reduction
  public var windowing: Windowing
  public var dialect: Dialect
  /// How an average becomes an integer sample; no effect on max and on floating-point results.
  public var rounding: Rounding

  public init(
    _ reduction: Reduction, over windowing: Windowing, dialect: Dialect = .torch,
    rounding: Rounding = .halfEven
  ) {
    self.reduction = reduction
    self.windowing = windowing
    self.dialect = dialect
    self.rounding = rounding
  }

  /// The windows of this layer over an input of that (upright) size.
  ///
  /// - Throws: ``PoolingError`` for everything the dialect refuses; nothing has been allocated or read by then.
  public func geometry(of input: Size) throws(PoolingError) -> Geometry {
    try geometry(of: input, plane: 0)
  }

  /// The windows over one plane, for windowings that vary by plane; the size of the result does not.
  ///
  /// - Parameters:
  ///   - input: its (upright) size.
  ///   - plane: the plane's number, batch item after batch item.
  ///   - sampleType: PyTorch places fractional windows in the arithmetic of the element type: float64, or float32 for
  ///     every other type.
  public func geometry(
    of input: Size, plane: Int, sampleType: SampleType = .float32
  ) throws(PoolingError) -> Geometry {
    do {
      return try GeometryPlanner(self, input: input, plane: plane, sampleType: sampleType).geometry()
    } catch {
      guard [.notInDialect, .paddingLimit, .norm].contains(error.rule) else { throw error }
      // Only a look at the whole request tells who accepts it: it may break two rules of one dialect.
      let accepting = Dialect.allCases.filter { other in
        var layer = self
        layer.dialect = other
        return other != dialect
          && (try? GeometryPlanner(layer, input: input, plane: plane, sampleType: sampleType).geometry())
            != nil
      }
      throw PoolingError(error.rule, error.message, acceptedBy: accepting)
    }
  }
}
