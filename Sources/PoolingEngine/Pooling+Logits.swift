extension Pooling {
  /// Pools every plane with the weights that its logits say (``Reduction/attention(temperature:)``).
  ///
  /// - Parameters:
  ///   - input: C planes of H × W samples.
  ///   - logits: as many planes of the same size, or one for all of them.
  ///   - result: as for soft pooling: a float, or an integer rounded once by ``rounding`` and clamped.
  /// - Throws: ``PoolingError``; of rule `sampleCount` if the logits have another shape.
  public func callAsFunction<S: Sample, L: Sample & BinaryFloatingPoint, R: Sample>(
    _ input: Planes<S>, logits: Planes<L>, as result: R.Type, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> Planes<R> {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
