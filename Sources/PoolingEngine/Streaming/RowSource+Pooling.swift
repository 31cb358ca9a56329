extension RowSource {
  /// Pools this source's rows to the end and hands the results to sinks, in one pass over strips.
  ///
  /// Every sink gets `begin` and all its rows, top to bottom in the upright picture; `commit` is left to the caller, who
  /// knows whether everything else ended well.
  ///
  /// - Parameters:
  ///   - layer: its windows are those of the upright picture.
  ///   - orientation: how this source's rows lie. Orientations 3-8 hold the pooled output until the end.
  ///   - alpha: see ``AlphaRule``.
  ///   - stripHeight: rows read at a time; nil: what suits the cache. Does not change the result.
  ///   - checkpoint: called once per strip with the rows read so far; throw from it to cancel.
  /// - Throws: ``PoolingError`` before any row is read; whatever the source, a sink or the checkpoint throws.
  @discardableResult
  public func pool(
    by layer: Pooling, orientation: Orientation = .upright, alpha: AlphaRule = .planes,
    stripHeight: Int? = nil,
    into outputs: [PoolingOutput], checkpoint: (Int) throws -> Void = { _ in }
  ) throws -> PoolingSummary {
    preconditionFailure("arrives with the streaming fold")
  }

  /// A source of this source's rows pooled: a stage of a chain.
  ///
  /// - Parameter type: the result's element type; nil: what a max or integer-preserving chain keeps, that is the
  ///   source's own for max and float32 (float64 for float64) for an average.
  /// - Throws: ``PoolingError``, before any row is read.
  public func pooled(by layer: Pooling, as type: SampleType? = nil) throws -> any RowSource {
    preconditionFailure("arrives with the streaming fold")
  }
}

extension Pooling {
  /// The bytes that pooling a source of this format holds at most: strips, accumulators, held output. Sinks and the
  /// source come on top.
  public func workingMemory(
    for format: RowFormat, orientation: Orientation = .upright, results: [SampleType], indices: Bool
  ) throws(PoolingError) -> Int {
    preconditionFailure("arrives with the streaming fold")
  }
}
