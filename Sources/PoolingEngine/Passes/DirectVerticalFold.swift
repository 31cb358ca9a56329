/// Folds every row into every open window that holds it: for windows that overlap little or vary.
final class DirectVerticalFold: VerticalFold {
  private let setup: VerticalFoldSetup
  private var kernels: FoldKernels
  /// One row of accumulators per open window; window i has slot i mod slots.
  private let slots: AccumulatorRows
  private var open: [Window]
  private let heads: HeadRows?
  private var nextToOpen: Int
  private var nextToEmit: Int

  init(_ setup: VerticalFoldSetup, _ kernels: FoldKernels) {
    self.setup = setup
    self.kernels = kernels
    let slotCount = Self.slotCount(setup.windows, setup.outputs)
    slots = AccumulatorRows(
      rowCount: slotCount, samplesPerRow: setup.samplesPerRow, accumulatorStride: kernels.accumulatorStride)
    open = Array(repeating: Window(firstTap: 0, tapCount: 0), count: slotCount)
    heads = setup.head.map { _ in HeadRows(slots: slotCount, bytesPerRow: setup.bytesPerRow) }
    nextToOpen = setup.outputs.lowerBound
    nextToEmit = setup.outputs.lowerBound
  }

  static func slotCount(_ windows: AxisWindows, _ outputs: Range<Int>) -> Int {
    min(max(1, outputs.count), windows.largestOverlap(outputs))
  }

  func push(_ row: Int, _ samples: UnsafeRawPointer) {
    openWindows(upTo: row)
    for output in nextToEmit..<nextToOpen {
      let slot = output % slots.rowCount
      let window = open[slot]
      guard window.tapCount > 0, row >= window.firstTap, row <= window.lastTap,
        (row - window.firstTap) % window.dilation == 0
      else { continue }
      let context = setup.context(row: row, weight: window.weight(at: row))
      if row == window.firstTap {
        kernels.lift(samples, slots[slot], context)
      } else {
        kernels.absorb(samples, slots[slot], context)
      }
      if let heads, let head = setup.head, row == (head == .firstRow ? window.firstTap : window.lastTap) {
        heads.keep(samples, for: output)
      }
    }
    emitWindows(through: row)
    openWindows(upTo: row)
  }

  func finish() {
    while nextToEmit < setup.outputs.upperBound {
      openWindows(upTo: setup.windows.inputLength)
      emitWindows(through: setup.windows.inputLength)
    }
  }

  func promote(
    to kernels: FoldKernels, _ convertRow: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
  ) {
    slots.convert(toStride: kernels.accumulatorStride, convertRow)
    self.kernels = kernels
  }

  /// Opens the windows that begin at `row` or before it, as far as there are slots. (Windows without taps wait for one.)
  private func openWindows(upTo row: Int) {
    while nextToOpen < setup.outputs.upperBound, nextToOpen - nextToEmit < slots.rowCount {
      guard setup.windows.reach(of: nextToOpen).lowerBound <= row else { return }
      let slot = nextToOpen % slots.rowCount
      open[slot] = setup.windows[nextToOpen]
      if open[slot].tapCount == 0 { kernels.clear(slots[slot], setup.samplesPerRow) }
      nextToOpen += 1
    }
  }

  private func emitWindows(through row: Int) {
    while nextToEmit < nextToOpen, setup.windows.reach(of: nextToEmit).upperBound <= row + 1 {
      let slot = nextToEmit % slots.rowCount
      let head = open[slot].tapCount > 0 ? heads?.row(of: nextToEmit) : nil
      setup.emit(nextToEmit, slots[slot], head)
      nextToEmit += 1
      // Windows without taps may follow at once.
      if nextToEmit == nextToOpen { openWindows(upTo: row) }
    }
  }
}
