extension RowSource {
  /// Pools this source's rows to the end and hands the results to sinks, in one pass over strips.
  ///
  /// Every sink gets `begin` and all its rows, top to bottom in the upright picture; `commit` is left to the caller, who
  /// knows whether everything else ended well. Costs O(input samples) for every kernel size; memory is
  /// ``Pooling/workingMemory(for:orientation:alpha:results:indices:)``.
  ///
  /// - Parameters:
  ///   - layer: its windows are those of the upright picture.
  ///   - orientation: how this source's rows lie. Orientations 3-8 hold the pooled output until the end.
  ///   - alpha: what the last channel means if it is alpha; nil if none is. See ``AlphaRule``.
  ///   - stripHeight: rows read at a time; nil: what suits the cache. Does not change the result.
  ///   - outputs: the forms of the result, each with its sink.
  ///   - checkpoint: called once per strip with the rows read so far; throw from it to cancel.
  /// - Throws: ``PoolingError`` before any row is read; whatever the source, a sink or the checkpoint throws.
  @discardableResult
  public func pool(
    by layer: Pooling, orientation: Orientation = .upright, alpha: AlphaRule? = nil, stripHeight: Int? = nil,
    into outputs: [PoolingOutput], checkpoint: (Int) throws -> Void = { _ in }
  ) throws -> PoolingSummary {
    let plan = try PoolingPlan(
      layer, format: format, orientation: orientation, alpha: alpha, forms: outputs.map(\.form))
    let results = zip(outputs, plan.forms).map { output, form in
      ResultRows(output.sink, format: plan.resultFormat(form), orientation: orientation)
    }
    for result in results { try result.begin() }
    let pass = try plan.pass(of: layer) { row, samples in
      for (result, samples) in zip(results, samples) { try result.take(row, UnsafeRawPointer(samples)) }
    }
    let bordered = plan.border.isEmpty ? nil : BorderedRows(plan)
    var alphaWatch = alpha == .planes && layer.reduction.isAverage ? PartialAlphaWatch(format) : nil
    let capacity = stripHeight.map { min(max(1, $0), max(1, format.size.height)) }
    var strip = Strip(format: format, capacity: capacity ?? PoolingPlan.inputStripHeight(format))
    var expected = 0
    while true {
      try read(into: &strip)
      guard strip.rowCount > 0 else { break }
      try strip.check(follows: expected, of: format)
      for row in strip.rows {
        let samples = strip.rowStart(row)
        alphaWatch?.look(samples)
        if let bordered {
          try bordered.push(row, samples) { try pass.push($0, $1, isStable: false) }
        } else {
          try pass.push(row, samples, isStable: true)
        }
      }
      pass.expireRows()
      expected += strip.rowCount
      try checkpoint(expected)
    }
    guard expected == format.size.height else {
      throw PoolingError(.sampleCount, "the source ended after \(expected) of \(format.size.height) rows")
    }
    try pass.finish()
    for result in results { try result.finish() }
    return PoolingSummary(
      outputSize: plan.geometry.output, clampedSamples: pass.clampedSamples,
      metPartialAlpha: alphaWatch?.metPartialAlpha ?? false)
  }

  /// A source of this source's rows pooled: a stage of a chain.
  ///
  /// - Parameters:
  ///   - layer: the pooling.
  ///   - type: the result's element type; nil: ``Pooling/resultType(for:)`` of the source's.
  ///   - orientation: how this source's rows lie; the result's lie alike, so that the next stage takes the same one.
  /// - Throws: ``PoolingError``, before any row is read.
  public func pooled(
    by layer: Pooling, as type: SampleType? = nil, orientation: Orientation = .upright
  ) throws -> any RowSource {
    try PooledSource(
      self, by: layer, as: type ?? layer.resultType(for: format.sampleType), orientation: orientation)
  }
}

extension Pooling {
  /// The element type that a framework would give: max and min keep their input's; a sum of integers is
  /// int64, an average of int64 in the torch dialect, too; all else is float64 of float64, float32 of other
  /// types. (PyTorch rounds what is computed of float16 to float16 again; ask for that type to get it.)
  public func resultType(for input: SampleType) -> SampleType {
    switch reduction.kind {
    case .max, .min: return input
    case .sum where !input.isFloatingPoint: return .int64
    case .average where cutsAveragesTowardZero(of: input): return input
    default: return input == .float64 ? .float64 : .float32
    }
  }

  /// Whether an average of that type is divided as integers, toward zero: PyTorch's of int64, TensorFlow's fractional one of
  /// int32 and int64.
  func cutsAveragesTowardZero(of input: SampleType) -> Bool {
    guard reduction.isAverage else { return false }
    if input == .int64, DialectRules(dialect).averagesInt64AsIntegers { return true }
    guard dialect == .tensorflow, input == .int32 || input == .int64 else { return false }
    switch windowing.kind {
    case .boundaries, .drawnBoundaries: return true
    default: return false
    }
  }

  /// The bytes that pooling a source of this format holds at most: strips, accumulators, windows, held output. Sinks and
  /// the source come on top.
  public func workingMemory(
    for format: RowFormat, orientation: Orientation = .upright, alpha: AlphaRule? = nil,
    results: [SampleType],
    indices: Bool = false
  ) throws(PoolingError) -> Int {
    try MemoryEstimate(
      self, format: format, orientation: orientation, alpha: alpha, results: results, indices: indices
    )
    .bytes()
  }
}

extension PoolingOutput {
  var form: ResultForm {
    switch self {
    case .values(let type, let narrowing, _): .values(type, narrowing: narrowing)
    case .indices: .indices
    }
  }
}

extension PoolingPlan {
  /// Rows of about 256 KB in all.
  static func inputStripHeight(_ format: RowFormat) -> Int {
    min(max(1, format.size.height), max(1, min(64, 262_144 / max(1, format.bytesPerRow))))
  }
}

extension Strip {
  /// - Throws: ``PoolingError/Rule/sampleCount`` unless the rows are those that come after `rowsRead` rows of a source.
  func check(follows rowsRead: Int, of format: RowFormat) throws(PoolingError) {
    guard self.format == format else {
      throw PoolingError(.sampleCount, "the source put rows of another format into the strip")
    }
    guard firstRow == rowsRead, rows.upperBound <= format.size.height else {
      throw PoolingError(
        .sampleCount, "the source delivered rows \(rows) after \(rowsRead) of \(format.size.height) rows")
    }
  }

  /// The first sample of a row that is held.
  func rowStart(_ row: Int) -> UnsafeRawPointer {
    precondition(rows.contains(row), "the strip does not hold row \(row)")
    return UnsafeRawPointer(storage) + (row - firstRow) * format.bytesPerRow
  }
}
