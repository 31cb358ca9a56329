/// Rows of accumulators in one aligned allocation.
final class AccumulatorRows {
  let rowCount: Int
  /// Accumulators in a row.
  let samplesPerRow: Int
  private(set) var accumulatorStride: Int
  private var bytesPerRow: Int
  private var storage: UnsafeMutableRawPointer

  init(rowCount: Int, samplesPerRow: Int, accumulatorStride: Int) {
    self.rowCount = rowCount
    self.samplesPerRow = samplesPerRow
    self.accumulatorStride = accumulatorStride
    bytesPerRow = Self.bytesPerRow(samplesPerRow, accumulatorStride)
    storage = Self.allocate(rowCount * bytesPerRow)
  }

  deinit { storage.deallocate() }

  subscript(row: Int) -> UnsafeMutableRawPointer {
    precondition((0..<rowCount).contains(row))
    return storage + row * bytesPerRow
  }

  /// Replaces every accumulator by another kind of accumulator.
  func convert(
    toStride newStride: Int, _ convertRow: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
  ) {
    let newBytesPerRow = Self.bytesPerRow(samplesPerRow, newStride)
    let newStorage = Self.allocate(rowCount * newBytesPerRow)
    for row in 0..<rowCount {
      convertRow(storage + row * bytesPerRow, newStorage + row * newBytesPerRow, samplesPerRow)
    }
    storage.deallocate()
    (storage, bytesPerRow, accumulatorStride) = (newStorage, newBytesPerRow, newStride)
  }

  /// Rows start at cache lines.
  static func bytesPerRow(_ samples: Int, _ stride: Int) -> Int { (samples * stride + 63) & ~63 }

  private static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
    let storage = UnsafeMutableRawPointer.allocate(byteCount: max(64, byteCount), alignment: 64)
    storage.initializeMemory(as: UInt8.self, repeating: 0, count: max(64, byteCount))
    return storage
  }
}
