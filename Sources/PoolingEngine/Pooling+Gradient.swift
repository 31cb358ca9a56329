extension Pooling {
  /// The gradient of the input: what a change of each sample does to the sum of `upstream` · result.
  ///
  /// - Parameters:
  ///   - input: C planes of H × W samples.
  ///   - upstream: the gradient of the result: C planes of ``Geometry/output`` samples.
  ///   - schedule: how; does not change the result.
  /// - Returns: C planes of H × W samples.
  /// - Throws: ``PoolingError``: everything that the forward pass refuses; `sampleCount` for an upstream gradient of another
  ///   shape; `notInDialect` for a median, which no framework differentiates.
  public func gradient<S: Sample & BinaryFloatingPoint>(
    of input: Planes<S>, upstream: Planes<S>, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> Planes<S> {
    throw PoolingError(.notInDialect, "not built yet")
  }

  /// The gradients of input and logits of an attention pooling.
  public func gradients<S: Sample & BinaryFloatingPoint>(
    of input: Planes<S>, logits: Planes<S>, upstream: Planes<S>, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> (input: Planes<S>, logits: Planes<S>) {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
