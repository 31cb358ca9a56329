/// Copies of the input rows that hold the first taps of open windows.
final class HeadRows {
  private let rows: AccumulatorRows
  private let bytesPerRow: Int

  init(slots: Int, bytesPerRow: Int) {
    self.bytesPerRow = bytesPerRow
    rows = AccumulatorRows(rowCount: slots, samplesPerRow: bytesPerRow, accumulatorStride: 1)
  }

  func keep(_ samples: UnsafeRawPointer, for output: Int) {
    rows[output % rows.rowCount].copyMemory(from: samples, byteCount: bytesPerRow)
  }

  func row(of output: Int) -> UnsafeRawPointer { UnsafeRawPointer(rows[output % rows.rowCount]) }
}
