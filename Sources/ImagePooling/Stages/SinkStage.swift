internal import PoolingEngine

/// A sink before a sink: every row that arrives becomes a row of another element type or other
/// channels.
final class SinkStage: RowSink {
  private let next: any RowSink
  private let channels: Int?
  private let sampleType: SampleType
  private let transform: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer, RowFormat) -> Void
  private var output = Strip(
    format: RowFormat(size: Size(height: 0, width: 0), channels: 1, sampleType: .uint8), capacity: 1)

  /// - Parameters:
  ///   - channels: of the rows that the next sink gets; nil: as many as come in.
  ///   - transform: gets whole rows in, room for whole rows out, and what comes in.
  init(
    before next: any RowSink, channels: Int? = nil, sampleType: SampleType,
    transform: @escaping (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer, RowFormat) -> Void
  ) {
    self.next = next
    self.channels = channels
    self.sampleType = sampleType
    self.transform = transform
  }

  func begin(_ format: RowFormat) throws {
    let changed = RowFormat(
      size: format.size, channels: channels ?? format.channels, sampleType: sampleType)
    output = Strip(format: changed, capacity: 1)
    try next.begin(changed)
  }

  func write(_ strip: borrowing Strip) throws {
    let rows = strip.rowCount
    if output.capacity < rows { output = Strip(format: output.format, capacity: rows) }
    let (bytes, format) = (strip.bytes, strip.format)
    output.fill(startingAt: strip.firstRow) { buffer in
      transform(bytes, buffer, format)
      return rows
    }
    try next.write(output)
  }

  func commit() throws { try next.commit() }
}
