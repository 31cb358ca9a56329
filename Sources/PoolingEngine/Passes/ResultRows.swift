/// Takes finished rows in stored order and hands them to a sink in upright order: at once where the order is the same, else
/// after the last, from a held result.
final class ResultRows {
  private let sink: any RowSink
  private let format: RowFormat
  private let orientation: Orientation
  private let held: AccumulatorRows?
  private var strip: Strip
  private let bytesPerPixel: Int

  init(_ sink: any RowSink, format: RowFormat, orientation: Orientation) {
    self.sink = sink
    self.format = format
    self.orientation = orientation
    bytesPerPixel = format.channels * format.sampleType.byteCount
    held =
      orientation.keepsRowOrder
      ? nil
      : AccumulatorRows(rowCount: format.size.height, samplesPerRow: format.bytesPerRow, accumulatorStride: 1)
    strip = Strip(format: format, capacity: Self.stripHeight(format))
  }

  /// Rows of about 64 KB in all.
  static func stripHeight(_ format: RowFormat) -> Int {
    min(max(1, format.size.height), max(1, min(64, 65_536 / max(1, format.bytesPerRow))))
  }

  func begin() throws { try sink.begin(format) }

  /// Takes the finished row `output` in stored order, whose pixels stand in stored order.
  func take(_ output: Int, _ samples: UnsafeRawPointer) throws {
    guard let held else {
      if strip.rowCount == strip.capacity { try flush() }
      append(samples, at: output)
      return
    }
    if orientation.swapsAxes {
      let column = orientation.reversesStoredRows ? format.size.width - 1 - output : output
      for pixel in 0..<format.size.height {
        let row = orientation.reversesStoredColumns ? format.size.height - 1 - pixel : pixel
        (held[row] + column * bytesPerPixel).copyMemory(
          from: samples + pixel * bytesPerPixel, byteCount: bytesPerPixel)
      }
    } else {
      let row = orientation.reversesStoredRows ? format.size.height - 1 - output : output
      copyPixels(samples, to: held[row])
    }
  }

  func finish() throws {
    if let held {
      for row in 0..<format.size.height {
        if strip.rowCount == strip.capacity { try flush() }
        let count = strip.rowCount
        strip.extend(at: row) {
          $0.copyMemory(from: UnsafeRawBufferPointer(start: held[row], count: format.bytesPerRow))
        }
        assert(strip.rowCount == count + 1)
      }
    }
    try flush()
  }

  private func append(_ samples: UnsafeRawPointer, at row: Int) {
    strip.extend(at: row) { buffer in
      if let start = buffer.baseAddress { copyPixels(samples, to: start) }
    }
  }

  private func copyPixels(_ samples: UnsafeRawPointer, to out: UnsafeMutableRawPointer) {
    guard orientation.reversesStoredColumns else {
      out.copyMemory(from: samples, byteCount: format.bytesPerRow)
      return
    }
    for pixel in 0..<format.size.width {
      (out + (format.size.width - 1 - pixel) * bytesPerPixel).copyMemory(
        from: samples + pixel * bytesPerPixel, byteCount: bytesPerPixel)
    }
  }

  private func flush() throws {
    guard strip.rowCount > 0 else { return }
    try sink.write(strip)
    strip.clear()
  }
}
