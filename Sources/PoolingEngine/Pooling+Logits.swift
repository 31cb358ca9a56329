extension Pooling {
  /// Pools every plane with the weights that its logits say (``Reduction/attention(temperature:)``).
  ///
  /// - Parameters:
  ///   - input: C planes of H × W samples.
  ///   - logits: as many planes of the same size, or one for all of them.
  ///   - result: as for soft pooling: a float, or an integer rounded once by ``rounding`` and clamped.
  ///   - schedule: how; does not change the result.
  /// - Throws: ``PoolingError``; of rule `sampleCount` if the logits have another shape.
  public func callAsFunction<S: Sample, L: Sample & BinaryFloatingPoint, R: Sample>(
    _ input: Planes<S>, logits: Planes<L>, as result: R.Type, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> Planes<R> {
    guard reduction.takesLogits else {
      throw PoolingError(.notInDialect, "\(reduction) takes no logits; attention does")
    }
    let sink = PlanesSink<R>()
    do {
      let source = try PlanesSource(input).withLogits(PlanesSource(logits))
      _ = try source.pool(
        by: self, stripHeight: schedule.stripHeight,
        into: [.values(as: R.type, into: sink)])
      return try sink.planes()
    } catch let error as PoolingError {
      throw error
    } catch {
      // Planes in memory throw nothing else.
      throw PoolingError(.sampleCount, "\(error)")
    }
  }

  /// Whether rows of that format hold what the reduction takes.
  func checkLogits(_ format: RowFormat) throws(PoolingError) {
    guard reduction.takesLogits else { return }
    guard format.sampleType == .float64, format.channels % 2 == 0 else {
      throw PoolingError(
        .sampleCount,
        "attention takes float64 pixels of samples and logits in turn, not \(format.channels) channels of "
          + "\(format.sampleType.rawValue): put the logits beside the samples with withLogits(_:)")
    }
  }
}
