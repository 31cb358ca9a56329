/// Two sources of rows as one of pairs: sample, logit, sample, logit, all as Double.
final class LogitsSource: RowSource {
  let format: RowFormat
  private let samples: any RowSource
  private let logits: any RowSource
  private let convertSamples: RowPreparation
  private let convertLogits: RowPreparation
  private var nextRow = 0
  private let sampleRow: AccumulatorRows
  private let logitRow: AccumulatorRows

  init(_ samples: any RowSource, _ logits: any RowSource) throws(PoolingError) {
    let (own, theirs) = (samples.format, logits.format)
    guard own.size == theirs.size, theirs.channels == own.channels || theirs.channels == 1 else {
      throw PoolingError(
        .sampleCount,
        "logits of \(theirs.size) with \(theirs.channels) channels do not fit an input of \(own.size) with "
          + "\(own.channels): they have its size, and its channels or one")
    }
    self.samples = samples
    self.logits = logits
    format = RowFormat(size: own.size, channels: own.channels * 2, sampleType: .float64)
    convertSamples = .doubles(of: own.sampleType) { _, _ in }
    convertLogits = .doubles(of: theirs.sampleType) { _, _ in }
    sampleRow = AccumulatorRows(rowCount: 1, samplesPerRow: own.samplesPerRow, accumulatorStride: 8)
    logitRow = AccumulatorRows(rowCount: 1, samplesPerRow: theirs.samplesPerRow, accumulatorStride: 8)
  }

  func read(into strip: inout Strip) throws {
    let wanted = min(strip.capacity, format.size.height - nextRow)
    strip.clear()
    for _ in 0..<wanted {
      try next(of: samples, convertSamples, into: sampleRow[0])
      try next(of: logits, convertLogits, into: logitRow[0])
      strip.extend(at: nextRow) { buffer in
        guard let out = buffer.baseAddress?.assumingMemoryBound(to: Double.self) else { return }
        let values = sampleRow[0].assumingMemoryBound(to: Double.self)
        let weights = logitRow[0].assumingMemoryBound(to: Double.self)
        let channels = samples.format.channels
        let isShared = logits.format.channels == 1
        for i in 0..<samples.format.samplesPerRow {
          out[2 * i] = values[i]
          out[2 * i + 1] = weights[isShared ? i / channels : i]
        }
      }
      nextRow += 1
    }
  }

  /// One row at a time keeps both sources in step whatever they deliver at once.
  private func next(
    of source: any RowSource, _ convert: RowPreparation, into row: UnsafeMutableRawPointer
  ) throws {
    var strip = Strip(format: source.format, capacity: 1)
    try source.read(into: &strip)
    guard strip.rowCount == 1 else {
      throw PoolingError(
        .sampleCount, "a source ended after \(nextRow) of \(source.format.size.height) rows")
    }
    try strip.check(follows: nextRow, of: source.format)
    convert.apply(strip.rowStart(nextRow), row, source.format.samplesPerRow)
  }
}
