internal import PoolingEngine

/// Rows as far as a window needs them: keeps the window's samples as they pass, reads nothing behind its last row, and delivers zeros
/// from there, which the window does not see.
final class InspectedRows: RowSource {
  let format: RowFormat
  /// Rows that were read.
  private(set) var rowsRead = 0
  private let source: any RowSource
  private let rows: Set<Int>
  private let columns: [Int]
  private let channels: [Int]
  private let end: Int
  private var nextRow = 0
  private var part: Strip
  /// Samples of the window's stored columns, of each those of the channels that are looked at, by stored row.
  private var kept: [Int: [WindowArithmetic.Value]] = [:]
  private let placeOfColumn, placeOfChannel: [Int: Int]

  /// - Parameters:
  ///   - rows, columns: the stored rows and columns that the window looks at.
  ///   - channels: of the rows, those that are looked at.
  init(_ source: any RowSource, rows: Set<Int>, columns: Set<Int>, channels: Set<Int>) {
    self.source = source
    self.rows = rows
    self.columns = columns.sorted()
    self.channels = channels.sorted()
    placeOfColumn = Dictionary(uniqueKeysWithValues: self.columns.enumerated().map { ($1, $0) })
    placeOfChannel = Dictionary(uniqueKeysWithValues: self.channels.enumerated().map { ($1, $0) })
    end = (rows.max() ?? -1) + 1
    format = source.format
    part = Strip(format: format, capacity: 1)
  }

  /// Bytes that windows keep of their samples.
  static func heldBytes(rows: Set<Int>, columns: Set<Int>, channels: Set<Int>) -> Int {
    rows.count * columns.count * channels.count * MemoryLayout<WindowArithmetic.Value>.stride
  }

  /// The sample of a stored place that the window looks at; nil if its row has not come.
  func value(row: Int, column: Int, channel: Int) -> WindowArithmetic.Value? {
    guard let samples = kept[row], let place = placeOfColumn[column], let channel = placeOfChannel[channel]
    else { return nil }
    return samples[place * channels.count + channel]
  }

  func read(into strip: inout Strip) throws {
    let wanted = min(strip.capacity, format.size.height - nextRow)
    guard nextRow < end, wanted > 0 else {
      return strip.fill(startingAt: nextRow) { room in
        room.initializeMemory(as: UInt8.self, repeating: 0)
        nextRow += wanted
        return wanted
      }
    }
    let count = min(wanted, end - nextRow)
    if part.capacity != count { part = Strip(format: format, capacity: count) }
    try source.read(into: &part)
    guard part.rowCount > 0 else {
      throw PoolingError(.sampleCount, "the source ended after \(nextRow) of \(format.size.height) rows")
    }
    for row in part.rows where rows.contains(row) { keep(row) }
    let (bytes, rowCount) = (part.bytes, part.rowCount)
    strip.fill(startingAt: nextRow) { room in
      room.copyMemory(from: bytes)
      return rowCount
    }
    nextRow += rowCount
    rowsRead = nextRow
  }

  private func keep(_ row: Int) {
    switch format.sampleType {
    case .uint8: keep(row, as: UInt8.self) { .integer(Int64($0)) }
    case .uint16: keep(row, as: UInt16.self) { .integer(Int64($0)) }
    case .int8: keep(row, as: Int8.self) { .integer(Int64($0)) }
    case .int16: keep(row, as: Int16.self) { .integer(Int64($0)) }
    case .int32: keep(row, as: Int32.self) { .integer(Int64($0)) }
    case .int64: keep(row, as: Int64.self) { .integer($0) }
    case .float16: keep(row, as: Float16.self) { .real(Double($0)) }
    case .float32: keep(row, as: Float.self) { .real(Double($0)) }
    case .float64: keep(row, as: Double.self) { .real($0) }
    }
  }

  private func keep<S: Sample>(
    _ row: Int, as type: S.Type, _ value: (S) -> WindowArithmetic.Value
  ) {
    kept[row] = part.withRow(row, as: S.self) { samples in
      var result: [WindowArithmetic.Value] = []
      result.reserveCapacity(columns.count * channels.count)
      for column in columns {
        for channel in channels {
          result.append(value(samples[column * format.channels + channel]))
        }
      }
      return result
    }
  }
}
