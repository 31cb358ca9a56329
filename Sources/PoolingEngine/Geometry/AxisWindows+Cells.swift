extension AxisWindows {
  /// The same stretches of the axis over an axis of cells: sample j of that one stands for the samples
  /// j·side ..< (j + 1)·side of this one, the last cell for what is left of the axis.
  ///
  /// A cell weighs as much in a window as its samples that lie in it, so divisors do not change, windows that cut a
  /// cell take their part of it, and what a last cell holds beyond the axis counts for nothing. Over cells that hold
  /// the means of their samples the average is off only where windows cut cells.
  ///
  /// - Parameter side: samples per cell, from 1.
  /// - Returns: nil if a window is shorter than two cells, or all of them together are (a factor of two is left, no
  ///   less), if taps lie outside the axis or apart, or if there are no windows.
  public func overCells(of side: Int) -> AxisWindows? {
    precondition(side >= 1, "a cell holds a sample at least")
    guard let first, let last else { return nil }
    let span = last.lastTap + 1 - first.firstTap
    guard span / 2 / side >= count else { return nil }
    var windows: [Window] = []
    windows.reserveCapacity(count)
    for window in self {
      guard window.paddingTaps == 0, window.overhangTaps == 0, window.dilation == 1,
        window.tapCount / 2 >= side
      else { return nil }
      windows.append(window.overCells(of: side))
    }
    return try? AxisWindows(inputLength: (inputLength + side - 1) / side, windows)
  }
}

extension Window {
  /// This window over cells of `side` samples: what its taps in a cell weigh together is what the cell weighs. All its
  /// taps are real, with no gaps, and there are two at least.
  fileprivate func overCells(of side: Int) -> Window {
    let (first, last) = (firstTap / side, lastTap / side)
    guard last > first else { return Window(firstTap: first, tapCount: 1, leadingWeight: weightSum) }
    let leadingTaps = (first + 1) * side - firstTap
    let trailingTaps = lastTap - last * side + 1
    return Window(
      firstTap: first, tapCount: last - first + 1,
      leadingWeight: leadingWeight + (leadingTaps - 1) * innerWeight, innerWeight: side * innerWeight,
      trailingWeight: trailingWeight + (trailingTaps - 1) * innerWeight)
  }
}
