/// A pass for each channel, for windows that differ from plane to plane; their finished rows wait for each other.
final class PlanePasses: RowPass {
  private let whole: PoolingPlan
  /// Of one channel.
  private let bytesPerPixel: Int
  private let emit: PoolingPass.Emit
  private var passes: [PoolingPass] = []
  private let finished: FinishedRows
  private let planeRow: AccumulatorRows
  private let merged: [AccumulatorRows]
  private var nextOutput = 0

  /// - Parameter whole: the plan of the interleaved rows, for sizes and formats.
  init(_ layer: Pooling, _ whole: PoolingPlan, emit: @escaping PoolingPass.Emit) throws(PoolingError) {
    self.whole = whole
    self.emit = emit
    let channels = whole.channels
    var format = whole.format
    // A sample, or a sample and its logit.
    format.channels = whole.format.channels / max(1, channels)
    bytesPerPixel = format.channels * format.sampleType.byteCount
    planeRow = AccumulatorRows(rowCount: 1, samplesPerRow: format.bytesPerRow, accumulatorStride: 1)
    merged = whole.forms.map {
      AccumulatorRows(
        rowCount: 1, samplesPerRow: whole.resultSamplesPerRow, accumulatorStride: $0.sampleType.byteCount)
    }
    let finished = FinishedRows(channels: channels)
    self.finished = finished
    for channel in 0..<channels {
      let plan = try PoolingPlan(
        layer, format: format, orientation: whole.orientation, alpha: nil, forms: whole.forms, plane: channel)
      passes.append(
        PoolingPass(plan, outputs: 0..<plan.rows.count) { _, results in
          finished.append(
            zip(results, plan.forms).map { samples, form in
              Array(
                UnsafeRawBufferPointer(
                  start: samples, count: plan.resultSamplesPerRow * form.sampleType.byteCount))
            }, of: channel)
        })
    }
  }

  var clampedSamples: Int { passes.reduce(0) { $0 + $1.clampedSamples } }

  func push(_ row: Int, _ samples: UnsafeRawPointer, isStable: Bool) throws {
    let pixels = UnsafeRawBufferPointer(start: samples, count: whole.format.bytesPerRow)
    let plane = UnsafeMutableRawBufferPointer(start: planeRow[0], count: planeRow.samplesPerRow)
    for (channel, pass) in passes.enumerated() {
      Interleaving.split(
        pixels, channel: channel, of: whole.channels, bytesPerSample: bytesPerPixel, into: plane)
      try pass.push(row, UnsafeRawPointer(planeRow[0]), isStable: false)
    }
    try emitCompleteRows()
  }

  func expireRows() {
    for pass in passes { pass.expireRows() }
  }

  func finish() throws {
    for pass in passes { try pass.finish() }
    try emitCompleteRows()
  }

  private func emitCompleteRows() throws {
    while let row = finished.takeRow() {
      for (form, target) in zip(whole.forms.indices, merged) {
        let width = whole.forms[form].sampleType.byteCount
        let pixels = UnsafeMutableRawBufferPointer(
          start: target[0], count: whole.resultSamplesPerRow * width)
        for channel in 0..<whole.channels {
          row[channel][form].withUnsafeBytes { plane in
            Interleaving.merge(
              plane, channel: channel, of: whole.channels, bytesPerSample: width, into: pixels)
          }
        }
      }
      try emit(nextOutput, merged.map { $0[0] })
      nextOutput += 1
    }
  }
}

/// Finished rows of channels of which some are ahead of others.
private final class FinishedRows {
  /// For each channel its rows, each of them one stretch of bytes per form.
  private var queues: [[[[UInt8]]]]

  init(channels: Int) { queues = Array(repeating: [], count: channels) }

  func append(_ row: [[UInt8]], of channel: Int) { queues[channel].append(row) }

  /// The oldest row of every channel, once all have one.
  func takeRow() -> [[[UInt8]]]? {
    guard !queues.isEmpty, queues.allSatisfy({ !$0.isEmpty }) else { return nil }
    return queues.indices.map { queues[$0].removeFirst() }
  }
}
