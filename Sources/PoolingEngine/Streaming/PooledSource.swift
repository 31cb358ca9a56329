/// A pooling as a stage of a chain: reads from its source as far as the rows asked for need it.
final class PooledSource: RowSource {
  let format: RowFormat
  private let source: any RowSource
  private let plan: PoolingPlan
  private let ready: ReadyRows
  private let pass: any RowPass
  private let bordered: BorderedRows?
  private var strip: Strip
  private var rowsRead = 0
  private var delivered = 0
  private var isFinished = false

  /// - Parameter orientation: how the source's rows lie; this source's lie alike.
  init(
    _ source: any RowSource, by layer: Pooling, as type: SampleType, orientation: Orientation = .upright
  ) throws {
    self.source = source
    plan = try PoolingPlan(
      layer, format: source.format, orientation: orientation, alpha: nil, forms: [.values(type)])
    format = plan.storedResultFormat(.values(type))
    let ready = ReadyRows(bytesPerRow: format.bytesPerRow)
    self.ready = ready
    pass = try plan.pass(of: layer) { _, samples in ready.append(samples[0]) }
    bordered = plan.border.isEmpty ? nil : BorderedRows(plan)
    strip = Strip(format: source.format, capacity: PoolingPlan.inputStripHeight(source.format))
  }

  func read(into out: inout Strip) throws {
    while ready.count < out.capacity, !isFinished { try advance() }
    let count = min(ready.count, out.capacity)
    let first = delivered
    out.fill(startingAt: first) { buffer in
      ready.take(count, into: buffer)
      return count
    }
    delivered += count
  }

  private func advance() throws {
    try source.read(into: &strip)
    guard strip.rowCount > 0 else {
      guard rowsRead == source.format.size.height else {
        throw PoolingError(
          .sampleCount, "the source ended after \(rowsRead) of \(source.format.size.height) rows")
      }
      try pass.finish()
      isFinished = true
      return
    }
    try strip.check(follows: rowsRead, of: source.format)
    for row in strip.rows {
      if let bordered {
        try bordered.push(row, strip.rowStart(row)) { try pass.push($0, $1, isStable: false) }
      } else {
        try pass.push(row, strip.rowStart(row), isStable: true)
      }
    }
    pass.expireRows()
    rowsRead += strip.rowCount
  }
}

/// Finished rows that wait to be asked for: those of a strip.
private final class ReadyRows {
  private(set) var count = 0
  private let bytesPerRow: Int
  private var bytes: [UInt8] = []
  private var taken = 0

  init(bytesPerRow: Int) { self.bytesPerRow = bytesPerRow }

  func append(_ samples: UnsafeMutableRawPointer) {
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: samples, count: bytesPerRow))
    count += 1
  }

  func take(_ rows: Int, into out: UnsafeMutableRawBufferPointer) {
    let end = taken + rows * bytesPerRow
    bytes.withUnsafeBytes { out.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<end])) }
    taken = end
    count -= rows
    // Half of it is gone: moving the rest costs no more than filling it did.
    if taken > bytes.count / 2 {
      bytes.removeFirst(taken)
      taken = 0
    }
  }
}
