/// Sums over windows of numbers in Double, along the rows first: a step of gradients.
struct WindowSums: Sendable {
  private let rows: AxisWindows
  private let columns: [Window]

  init(_ geometry: Geometry) {
    rows = geometry.rows
    columns = Array(geometry.columns)
  }

  /// One sum per window, in output order.
  func sums(_ plane: [Double]) -> [Double] {
    let width = plane.count / max(1, rows.inputLength)
    var result: [Double] = []
    result.reserveCapacity(rows.count * columns.count)
    var line = [Double](repeating: 0, count: width)
    for window in rows {
      for column in 0..<width { line[column] = 0 }
      for tap in 0..<window.tapCount {
        let row = window.firstTap + tap * window.dilation
        let weight = Double(window.weight(at: row))
        for column in 0..<width { line[column] += weight * plane[row * width + column] }
      }
      for across in columns {
        var sum = 0.0
        for tap in 0..<across.tapCount {
          let column = across.firstTap + tap * across.dilation
          sum += line[column] * Double(across.weight(at: column))
        }
        result.append(sum)
      }
    }
    return result
  }
}
