/// Gives the rows of a group of planes to a pass, with their border if that is filled.
struct ViewFeed {
  private let plan: PoolingPlan
  private let source: ViewRows

  init(_ plan: PoolingPlan, _ source: ViewRows) {
    self.plan = plan
    self.source = source
  }

  /// - Parameter needed: rows of the plane with its border.
  func push(_ needed: Range<Int>, into pass: PoolingPass) throws {
    guard !plan.border.isEmpty else {
      return try forEachStored(needed, { try pass.push($0, $1, isStable: true) }, expire: pass.expireRows)
    }
    let bordered = BorderedRows(plan)
    try forEachStored(0..<plan.format.size.height) { row, samples in
      try bordered.push(row, samples) { place, widened in
        if needed.contains(place) { try pass.push(place, widened, isStable: false) }
      }
    }
  }

  /// - Parameter expire: the rows given so far are about to go away.
  private func forEachStored(
    _ rows: Range<Int>, _ receive: (Int, UnsafeRawPointer) throws -> Void, expire: () -> Void = {}
  ) throws {
    guard !source.isDirect else {
      for row in rows { try receive(row, UnsafeRawPointer(source.row(row))) }
      return
    }
    let height = min(max(1, rows.count), PoolingPlan.inputStripHeight(plan.format))
    let strip = AccumulatorRows(
      rowCount: height, samplesPerRow: plan.format.samplesPerRow,
      accumulatorStride: plan.format.sampleType.byteCount)
    var held = 0
    for row in rows {
      if held == height {
        expire()
        held = 0
      }
      source.load(row, into: strip[held])
      try receive(row, UnsafeRawPointer(strip[held]))
      held += 1
    }
    expire()
    withExtendedLifetime(strip) {}
  }
}
