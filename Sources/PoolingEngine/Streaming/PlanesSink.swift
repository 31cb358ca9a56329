/// Collects rows of interleaved samples into planes.
public final class PlanesSink<S: Sample>: RowSink {
  private var format: RowFormat?
  private var samples: [S] = []
  private var rowsWritten = 0

  public init() {}

  public func begin(_ format: RowFormat) throws {
    guard format.sampleType == S.type else {
      throw PoolingError(.resultType, "the rows are \(format.sampleType), the planes are to be \(S.type)")
    }
    self.format = format
    rowsWritten = 0
    samples = Array(unsafeUninitializedCapacity: format.samplesPerRow * format.size.height) { buffer, count in
      // Zeros until the rows arrive.
      UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, repeating: 0)
      count = buffer.count
    }
  }

  public func write(_ strip: borrowing Strip) throws {
    guard let format, strip.format == format, strip.firstRow == rowsWritten,
      strip.rows.upperBound <= format.size.height
    else {
      throw PoolingError(.sampleCount, "rows of another format or place than announced")
    }
    let rowBytes = format.size.width * S.type.byteCount
    samples.withUnsafeMutableBytes { samples in
      for row in strip.rows {
        let pixels = UnsafeRawBufferPointer(start: strip.rowStart(row), count: format.bytesPerRow)
        for channel in 0..<format.channels {
          let start = (channel * format.size.height + row) * rowBytes
          Interleaving.split(
            pixels, channel: channel, of: format.channels, bytesPerSample: S.type.byteCount,
            into: UnsafeMutableRawBufferPointer(rebasing: samples[start..<(start + rowBytes)]))
        }
      }
    }
    rowsWritten += strip.rowCount
  }

  public func commit() throws {
    guard let format, rowsWritten == format.size.height else {
      throw PoolingError(.sampleCount, "\(rowsWritten) rows arrived of \(format?.size.height ?? 0)")
    }
  }

  /// The planes collected.
  public func planes() throws(PoolingError) -> Planes<S> {
    guard let format else { throw PoolingError(.sampleCount, "no rows were announced") }
    return try Planes(channels: format.channels, size: format.size, samples)
  }
}
