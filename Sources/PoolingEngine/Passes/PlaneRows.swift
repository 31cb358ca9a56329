/// The rows of a plane in memory, with its border around it if that is filled.
struct PlaneRows {
  private let plan: PoolingPlan
  private let plane: UnsafeRawPointer

  init(_ plan: PoolingPlan, plane: UnsafeRawPointer) {
    self.plan = plan
    self.plane = plane
  }

  /// Hands on the rows `needed` of the enlarged plane, by way of strips if a height is given.
  func forEach(
    _ needed: Range<Int>, stripHeight: Int?, _ receive: (Int, UnsafeRawPointer) throws -> Void
  ) throws {
    guard !plan.border.isEmpty else {
      return try forEachStored(needed, stripHeight: stripHeight, receive)
    }
    let bordered = BorderedRows(plan)
    try forEachStored(0..<plan.format.size.height, stripHeight: stripHeight) { row, samples in
      try bordered.push(row, samples) { place, widened in
        if needed.contains(place) { try receive(place, widened) }
      }
    }
  }

  private func forEachStored(
    _ rows: Range<Int>, stripHeight: Int?, _ receive: (Int, UnsafeRawPointer) throws -> Void
  ) throws {
    let bytesPerRow = plan.format.bytesPerRow
    guard let stripHeight else {
      for row in rows { try receive(row, plane + row * bytesPerRow) }
      return
    }
    let capacity = min(max(1, stripHeight), max(1, plan.format.size.height))
    var strip = Strip(format: plan.format, capacity: capacity)
    var next = rows.lowerBound
    while next < rows.upperBound {
      let count = min(capacity, rows.upperBound - next)
      strip.fill(startingAt: next) { buffer in
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(start: plane + next * bytesPerRow, count: count * bytesPerRow))
        return count
      }
      for row in strip.rows { try receive(row, strip.rowStart(row)) }
      next += count
    }
  }
}
