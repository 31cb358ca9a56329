/// Which samples of an (enlarged) plane some window holds: both of its axes must.
struct WindowCover: Sendable {
  private let rows: [Bool]
  private let columns: [Bool]

  init(_ geometry: Geometry) {
    rows = Self.cover(geometry.rows)
    columns = Self.cover(geometry.columns)
  }

  private static func cover(_ windows: AxisWindows) -> [Bool] {
    var held = [Bool](repeating: false, count: windows.inputLength)
    for window in windows {
      for tap in 0..<window.tapCount { held[window.firstTap + tap * window.dilation] = true }
    }
    return held
  }

  func holds(_ place: Int) -> Bool { rows[place / columns.count] && columns[place % columns.count] }
}
