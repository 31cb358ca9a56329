/// Keeps the rows of each open window side by side instead of folding them: what an order statistic needs.
///
/// Emitted is one block of memory per window: the number of its rows as Int, in the first 64 bytes, then the rows.
final class GatheredRows: VerticalFold {
  static let headerBytes = 64

  private let setup: VerticalFoldSetup
  /// The last rows pushed; row r has slot r mod slots.
  private let recent: AccumulatorRows
  private let block: UnsafeMutableRawPointer
  private var nextToEmit: Int

  init(_ setup: VerticalFoldSetup) {
    self.setup = setup
    let (reach, taps) = Self.largestWindow(setup.windows, setup.outputs)
    recent = AccumulatorRows(rowCount: max(1, reach), samplesPerRow: setup.bytesPerRow, accumulatorStride: 1)
    block = .allocate(
      byteCount: Self.headerBytes + max(1, taps) * setup.bytesPerRow, alignment: Self.headerBytes)
    nextToEmit = setup.outputs.lowerBound
  }

  deinit { block.deallocate() }

  /// The most rows between a window's first and last, and the most taps of one.
  static func largestWindow(_ windows: AxisWindows, _ outputs: Range<Int>) -> (reach: Int, taps: Int) {
    if let sliding = windows.sliding {
      let reach = (sliding.kernel - 1) * sliding.dilation + 1
      return (min(windows.inputLength, reach), min(windows.inputLength, sliding.kernel))
    }
    var (reach, taps) = (1, 1)
    for output in outputs {
      reach = max(reach, windows.reach(of: output).count)
      taps = max(taps, windows[output].tapCount)
    }
    return (reach, taps)
  }

  func push(_ row: Int, _ samples: UnsafeRawPointer) {
    guard nextToEmit < setup.outputs.upperBound else { return }
    recent[row % recent.rowCount].copyMemory(from: samples, byteCount: setup.bytesPerRow)
    emitWindows(through: row)
  }

  func expireRows() {}

  func finish() { emitWindows(through: setup.windows.inputLength) }

  func promote(
    to kernels: FoldKernels, _ convertRow: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
  ) {}

  private func emitWindows(through row: Int) {
    while nextToEmit < setup.outputs.upperBound {
      let window = setup.windows[nextToEmit]
      if window.tapCount > 0, window.lastTap > row { return }
      block.storeBytes(of: window.tapCount, as: Int.self)
      for tap in 0..<window.tapCount {
        let row = window.firstTap + tap * window.dilation
        (block + Self.headerBytes + tap * setup.bytesPerRow)
          .copyMemory(from: recent[row % recent.rowCount], byteCount: setup.bytesPerRow)
      }
      setup.emit(nextToEmit, block, nil)
      nextToEmit += 1
    }
  }
}
