public import PoolingEngine

/// Writes rows as text: a line `channel,row,c0,c1,…`, then a line per row, channel 0's rows first.
///
/// Integers as integers, floats as the shortest text that reads back to the same value, `nan`, `inf`, `-inf`. One
/// channel is written as it comes; of several, channel 0 is, and all are held until ``commit()``.
public final class CSVSink: RowSink {
  private var output: TextOutput
  private var rows: RowCheck?
  private var store: (any PlaneStore)?

  public init(_ destination: OutputDescriptor) { output = TextOutput(destination) }

  public func begin(_ format: RowFormat) throws(FeatureMapError) {
    rows = RowCheck(format)
    var header = "channel,row"
    for column in 0..<format.size.width { header += ",c\(column)" }
    output.pending.append(contentsOf: header.utf8)
    output.pending.append(UInt8(ascii: "\n"))
    // All channels are stored, the first too: one more plane, and no second way of splitting rows.
    store = format.channels > 1 ? try format.makeStore() : nil
  }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    var rows = try self.rows.announced()
    try rows.take(strip)
    self.rows = rows
    try store?.write(strip)
    let format = rows.format
    for row in 0..<strip.rowCount {
      let bytes = strip.bytes[(row * format.bytesPerRow)..<((row + 1) * format.bytesPerRow)]
      try writeLine(
        channel: 0, row: strip.firstRow + row,
        SampleRow(
          bytes: UnsafeRawBufferPointer(rebasing: bytes), type: format.sampleType, stride: format.channels))
    }
  }

  private func writeLine(channel: Int, row: Int, _ samples: SampleRow) throws(FeatureMapError) {
    appendLine(channel: channel, row: row, samples)
    try output.flushIfFull()
  }

  private func appendLine(channel: Int, row: Int, _ samples: SampleRow) {
    output.pending.append(contentsOf: "\(channel),\(row),".utf8)
    var text = RowText(.csv)
    swap(&text.text, &output.pending)
    samples.accept(&text)
    swap(&text.text, &output.pending)
    output.pending.append(UInt8(ascii: "\n"))
  }

  public func commit() throws(FeatureMapError) {
    let rows = try self.rows.announced()
    try rows.checkComplete()
    if let store {
      for channel in 1..<rows.format.channels {
        for row in 0..<rows.format.size.height {
          store.withRow(channel: channel, row: row) {
            appendLine(channel: channel, row: row, SampleRow(bytes: $0, type: rows.format.sampleType))
          }
          try output.flushIfFull()
        }
      }
    }
    store = nil
    try output.flush()
  }

  /// The text, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { output.takeBytes() }

  /// The most bytes that a sink holds for rows of that format, text on its way left out.
  public static func heldBytes(for format: RowFormat) -> Int {
    format.channels > 1 ? format.size.height * format.bytesPerRow : 0
  }
}
