/// One channel's shown numbers as lines of text.
struct TextGrid {
  let rows: ShownPlaces
  let columns: ShownPlaces
  /// Of the shown rows, in order, the shown columns.
  var cells: [[DecimalText]] = []

  init(rows: ShownPlaces, columns: ShownPlaces) {
    self.rows = rows
    self.columns = columns
  }

  /// All columns are of one width, aligned at the decimal point; headings `c0`, `c1`, … and `r0`, `r1`, ….
  func append(to text: inout [UInt8]) {
    let whole = cells.joined().map(\.whole.count).max() ?? 0
    let fraction = cells.joined().map(\.fraction.count).max() ?? 0
    let width = max(whole + fraction, "c\(max(0, columns.count - 1))".count)
    let label = "r\(max(0, rows.count - 1))".count
    // A column is filled from the left up to the point, from the right behind it.
    func cell(_ cell: DecimalText) -> String {
      let right = cell.fraction + Self.blank(fraction - cell.fraction.count)
      return Self.blank(width - cell.whole.count - right.count) + cell.whole + right
    }
    appendLine(Self.blank(label), columns.places.map { Self.right("c\($0)", width) }, gap: "…", to: &text)
    for (index, row) in rows.places.enumerated() where index < cells.count {
      if rows.hasGap, index == rows.head { text.append(contentsOf: (Self.right("⋮", label) + "\n").utf8) }
      appendLine(Self.right("r\(row)", label), cells[index].map(cell), gap: "…", to: &text)
    }
  }

  private func appendLine(_ label: String, _ cells: [String], gap: String, to text: inout [UInt8]) {
    var line = label
    for (index, cell) in cells.enumerated() {
      if columns.hasGap, index == columns.head { line += "  " + gap }
      line += "  " + cell
    }
    while line.last == " " { line.removeLast() }
    text.append(contentsOf: line.utf8)
    text.append(UInt8(ascii: "\n"))
  }

  private static func blank(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
  private static func right(_ text: String, _ width: Int) -> String { blank(width - text.count) + text }
}
