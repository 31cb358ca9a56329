/// Hands what each window got on to its taps: along the rows first, then down the columns, so that the cost is that of two
/// one-dimensional passes.
struct SeparableSpread: Sendable {
  private let rows: AxisWindows
  private let columns: [Window]
  private let width: Int

  init(_ geometry: Geometry) {
    rows = geometry.rows
    columns = Array(geometry.columns)
    width = geometry.columns.inputLength
  }

  /// - Parameter shares: one number per window, in output order.
  /// - Returns: the sum, over the windows that hold it, of share × weight for every sample of the (enlarged) plane.
  func spread(_ shares: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: rows.inputLength * width)
    var line = [Double](repeating: 0, count: width)
    for (output, window) in rows.enumerated() where window.tapCount > 0 {
      for column in 0..<width { line[column] = 0 }
      for (place, across) in columns.enumerated() {
        let share = shares[output * columns.count + place]
        for tap in 0..<across.tapCount {
          let column = across.firstTap + tap * across.dilation
          line[column] += share * Double(across.weight(at: column))
        }
      }
      for tap in 0..<window.tapCount {
        let row = window.firstTap + tap * window.dilation
        let weight = Double(window.weight(at: row))
        for column in 0..<width { result[row * width + column] += weight * line[column] }
      }
    }
    return result
  }
}
