/// Reads comma-separated numbers and says where they break.
struct CSVParser {
  private let text: [UInt8]
  private let maximumSamples: Int
  private var position: Int
  /// Counted from 1, as editors do.
  private var line = 1
  private var table = CSVTable()

  init(_ text: [UInt8], maximumSamples: Int) {
    self.text = text
    self.maximumSamples = maximumSamples
    position = text.starts(with: CSV.byteOrderMark) ? CSV.byteOrderMark.count : 0
  }

  mutating func parse() throws(FeatureMapError) -> CSVTable {
    guard let last = text.lastIndex(where: { !Self.isSpace($0) && !Self.isLineEnd($0) }), last >= position
    else {
      throw FeatureMapError(.notATensor, "the table is empty")
    }
    guard !text.contains(0) else {
      throw FeatureMapError(.notATensor, "this is no text: it holds zero bytes")
    }
    let end = last + 1
    if text[position...].starts(with: "channel,row".utf8) { try parseHeader(end) }
    while position < end { try parseLine(end) }
    if table.isDump { try finishDump() }
    return table
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private func corrupt(_ what: String, column: Int? = nil) -> FeatureMapError {
    FeatureMapError(.corrupt, "line \(line)" + (column.map { ", column \($0)" } ?? "") + ": \(what)")
  }

  /// The cells of the next line, without the spaces around them; moves behind the line.
  private mutating func nextCells(_ end: Int) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = position
    var lineEnd = position
    while lineEnd < end, !Self.isLineEnd(text[lineEnd]) {
      if text[lineEnd] == UInt8(ascii: ",") {
        cells.append(trimmed(start..<lineEnd))
        start = lineEnd + 1
      }
      lineEnd += 1
    }
    cells.append(trimmed(start..<lineEnd))
    position = lineEnd
    // CR, LF, or both.
    if position < end, text[position] == 0x0D { position += 1 }
    if position < end, text[position] == 0x0A { position += 1 }
    return cells
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, Self.isSpace(text[low]) { low += 1 }
    while low < high, Self.isSpace(text[high - 1]) { high -= 1 }
    return low..<high
  }

  private mutating func parseHeader(_ end: Int) throws(FeatureMapError) {
    table.isDump = true
    let cells = nextCells(end)
    table.columns = cells.count - 2
    for (column, cell) in cells.enumerated().dropFirst(2)
    where !text[cell].elementsEqual("c\(column - 2)".utf8) {
      throw corrupt("the header's cell is not c\(column - 2)", column: column + 1)
    }
    guard table.columns > 0 else { throw corrupt("the header names no columns") }
    line += 1
  }

  private mutating func parseLine(_ end: Int) throws(FeatureMapError) {
    let cells = nextCells(end)
    let lead = table.isDump ? 2 : 0
    if table.rows == 0, !table.isDump { table.columns = cells.count }
    guard cells.count == table.columns + lead else {
      if cells.count == 1, cells[0].isEmpty { throw corrupt("an empty line between rows") }
      throw corrupt("\(cells.count - lead) numbers where the rows above have \(table.columns)")
    }
    guard table.numbers.count <= maximumSamples - table.columns else {
      throw CSV.aboveLimit(maximumSamples * 8)
    }
    if table.isDump { try checkPlace(cells) }
    for (column, cell) in cells.enumerated().dropFirst(lead) {
      table.numbers.append(try number(cell, column: column + 1))
    }
    table.rows += 1
    line += 1
  }

  /// A dump's channel and row follow those of the line above. `rows` counts all channels' lines until ``finishDump()``.
  private mutating func checkPlace(_ cells: [Range<Int>]) throws(FeatureMapError) {
    guard let channel = Int(String(decoding: text[cells[0]], as: UTF8.self)) else {
      throw corrupt("the channel is no integer", column: 1)
    }
    guard let row = Int(String(decoding: text[cells[1]], as: UTF8.self)) else {
      throw corrupt("the row is no integer", column: 2)
    }
    let current = table.channels - 1
    var due = (channel: current, row: table.rows - current * rowsPerChannel)
    if current == 0 ? channel == 1 && due.row > 0 : due.row == rowsPerChannel {
      if current == 0 { rowsPerChannel = table.rows }
      table.channels += 1
      due = (current + 1, 0)
    }
    guard (channel, row) == due else {
      throw corrupt("channel \(channel), row \(row) where channel \(due.channel), row \(due.row) was due")
    }
  }

  /// Lines of channel 0, known when channel 1 begins.
  private var rowsPerChannel = 0

  private mutating func finishDump() throws(FeatureMapError) {
    guard table.rows > 0 else {
      throw FeatureMapError(.notATensor, "the table has a header line and no rows")
    }
    if table.channels == 1 { rowsPerChannel = table.rows }
    guard table.rows == table.channels * rowsPerChannel else {
      throw FeatureMapError(
        .truncated,
        """
        the table ends after \(table.rows - (table.channels - 1) * rowsPerChannel) rows of channel \
        \(table.channels - 1); channel 0 has \(rowsPerChannel)
        """
      )
    }
    table.rows = rowsPerChannel
  }

  private mutating func number(_ cell: Range<Int>, column: Int) throws(FeatureMapError) -> Double {
    guard !cell.isEmpty else { throw corrupt("an empty cell", column: column) }
    let bytes = text[cell]
    var rest = bytes
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    if let first = rest.first, first >= UInt8(ascii: "A") {
      table.isAllIntegers = false
      switch String(decoding: rest, as: UTF8.self).lowercased() {
      case "nan": return .nan
      case "inf", "infinity": return isNegative ? -.infinity : .infinity
      default: throw noNumber(bytes, column)
      }
    }
    guard let isInteger = Self.isInteger(rest), let value = Double(String(decoding: bytes, as: UTF8.self))
    else {
      throw noNumber(bytes, column)
    }
    guard value.isFinite else {
      throw corrupt("\(String(decoding: bytes.prefix(40), as: UTF8.self)) is beyond float64", column: column)
    }
    if !isInteger { table.isAllIntegers = false }
    return value
  }

  private func noNumber(_ bytes: ArraySlice<UInt8>, _ column: Int) -> FeatureMapError {
    // What a terminal would act on stays out of the message.
    let shown = String(
      String.UnicodeScalarView(
        String(decoding: bytes.prefix(24), as: UTF8.self).unicodeScalars.map {
          $0.value < 0x20 || $0.value == 0x7F ? "?" : $0
        }))
    return corrupt("\"\(shown)\" is no number", column: column)
  }

  /// Digits with at most one point and an exponent; nil if it is none of that. `Double` alone takes hexadecimal, too.
  private static func isInteger(_ text: ArraySlice<UInt8>) -> Bool? {
    var rest = text
    func digits() -> Int {
      let end = rest.firstIndex { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") } ?? rest.endIndex
      defer { rest = rest[end...] }
      return end - rest.startIndex
    }
    var count = digits()
    var isInteger = true
    if rest.first == UInt8(ascii: ".") {
      isInteger = false
      rest.removeFirst()
      count += digits()
    }
    guard count > 0 else { return nil }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      isInteger = false
      rest.removeFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      guard digits() > 0 else { return nil }
    }
    return rest.isEmpty ? isInteger : nil
  }
}
