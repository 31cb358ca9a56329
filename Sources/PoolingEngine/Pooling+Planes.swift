extension Pooling {
  /// Pools every plane.
  ///
  /// - Parameters:
  ///   - input: C planes of H × W samples.
  ///   - result: the element type of the result. A max needs the input's own type; an average any: floats hold the
  ///     quotient, integers the quotient rounded once by ``rounding`` and clamped.
  /// - Returns: C planes of ``Geometry/output`` samples.
  /// - Throws: ``PoolingError``.
  public func callAsFunction<S: Sample, R: Sample>(
    _ input: Planes<S>, as result: R.Type, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> Planes<R> {
    preconditionFailure("arrives with the streaming fold")
  }

  /// The maxima and the places of their winners: row-major indices in the input plane, −1 for a window without taps.
  ///
  /// - Throws: ``PoolingError``; of rule ``PoolingError/Rule/notInDialect`` unless the reduction is a max.
  public func withIndices<S: Sample>(
    _ input: Planes<S>, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> (values: Planes<S>, indices: Planes<Int64>) {
    preconditionFailure("arrives with the streaming fold")
  }
}
