/// Folds every row into every open window that holds it: for windows that overlap little or vary.
///
/// A row of a small plane takes the vector loops less than a microsecond, so what is done per row is kept to comparisons of
/// integers: no window is computed, and nothing is retained, but when one opens or closes.
final class DirectVerticalFold: VerticalFold {
  /// A window that rows are being folded into.
  private struct OpenWindow {
    var window: Window
    var accumulators: UnsafeMutableRawPointer
    /// Rows that still lie in the input and are to be folded together: the first of the window with the second, or
    /// as many as the kernels take at once.
    let pending: UnsafeMutablePointer<UnsafeRawPointer>
    /// How often each of them counts.
    let pendingWeights: UnsafeMutablePointer<UInt32>
    var pendingCount = 0
    /// Nothing has been folded into the accumulators yet.
    var isFresh = true

    mutating func wait(for samples: UnsafeRawPointer, weight: Int) {
      pending[pendingCount] = samples
      // Weights are below 2³¹: sides are, by the planner's check.
      pendingWeights[pendingCount] = UInt32(truncatingIfNeeded: weight)
      pendingCount += 1
    }
  }

  private let setup: VerticalFoldSetup
  private var kernels: FoldKernels
  /// One row of accumulators per open window; window i has slot i mod slots.
  private let slots: AccumulatorRows
  private let slotCount: Int
  /// Rows that the kernels take at once; 0: they take one by one. Asked for every row, when a closure would be retained.
  private var rowsAtOnce: Int
  private let open: UnsafeMutablePointer<OpenWindow>
  private let pending: UnsafeMutablePointer<UnsafeRawPointer>
  private let pendingWeights: UnsafeMutablePointer<UInt32>
  private let heads: HeadRows?
  private var nextToOpen: Int
  private var nextToEmit: Int
  /// The next window to open, if windows vary.
  private var upcoming: Window?
  /// The row at which the next window opens, and the row that completes the oldest open one.
  private var openingRow = 0
  private var closingRow = 0

  init(_ setup: VerticalFoldSetup, _ kernels: FoldKernels) {
    self.setup = setup
    self.kernels = kernels
    let slotCount = Self.slotCount(setup.windows, setup.outputs)
    self.slotCount = slotCount
    slots = AccumulatorRows(
      rowCount: slotCount, samplesPerRow: setup.samplesPerRow, accumulatorStride: kernels.accumulatorStride)
    open = .allocate(capacity: slotCount)
    rowsAtOnce = kernels.foldRows?.most ?? 0
    let room = max(1, rowsAtOnce)
    pending = .allocate(capacity: slotCount * room)
    pendingWeights = .allocate(capacity: slotCount * room)
    for slot in 0..<slotCount {
      (open + slot).initialize(
        to: OpenWindow(
          window: Window(firstTap: 0, tapCount: 0), accumulators: slots[slot],
          pending: pending + slot * room, pendingWeights: pendingWeights + slot * room))
    }
    heads = setup.head.map { _ in HeadRows(slots: slotCount, bytesPerRow: setup.bytesPerRow) }
    nextToOpen = setup.outputs.lowerBound
    nextToEmit = setup.outputs.lowerBound
    lookForNextToOpen()
    lookForNextToEmit()
  }

  deinit {
    open.deallocate()
    pending.deallocate()
    pendingWeights.deallocate()
  }

  static func slotCount(_ windows: AxisWindows, _ outputs: Range<Int>) -> Int {
    min(max(1, outputs.count), windows.largestOverlap(outputs))
  }

  func push(_ row: Int, _ samples: UnsafeRawPointer) {
    if row >= openingRow { openWindowsReadyFor(row) }
    for output in nextToEmit..<nextToOpen {
      let slot = open + output % slotCount
      let window = slot.pointee.window
      guard window.tapCount > 0, row >= window.firstTap, row <= window.lastTap,
        window.dilation == 1 || (row - window.firstTap) % window.dilation == 0
      else { continue }
      fold(row, samples, into: slot, window)
      if let heads, let head = setup.head, row == (head == .firstRow ? window.firstTap : window.lastTap) {
        heads.keep(samples, for: output)
      }
    }
    if row >= closingRow { emitWindows(through: row) }
  }

  func expireRows() {
    for slot in 0..<slotCount { foldPending(open + slot) }
  }

  func finish() {
    openWindows(upTo: setup.windows.inputLength)
    emitWindows(through: setup.windows.inputLength)
  }

  func promote(
    to kernels: FoldKernels, _ convertRow: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
  ) {
    expireRows()
    slots.convert(toStride: kernels.accumulatorStride, convertRow)
    for slot in 0..<slotCount { open[slot].accumulators = slots[slot] }
    self.kernels = kernels
    // Kernels that are promoted to take rows one by one, so the room for pending rows suffices.
    rowsAtOnce = 0
  }

  private func fold(
    _ row: Int, _ samples: UnsafeRawPointer, into slot: UnsafeMutablePointer<OpenWindow>, _ window: Window
  ) {
    let weight = window.weight(at: row)
    if rowsAtOnce > 0 {
      if slot.pointee.pendingCount == rowsAtOnce { foldPending(slot) }
      slot.pointee.wait(for: samples, weight: weight)
    } else if row == window.firstTap {
      if weight == 1, kernels.liftPair != nil {
        slot.pointee.wait(for: samples, weight: 1)
      } else {
        kernels.lift(samples, slot.pointee.accumulators, setup.context(row: row, weight: weight))
      }
    } else if weight == 1, slot.pointee.pendingCount == 1, let liftPair = kernels.liftPair {
      liftPair(slot.pointee.pending[0], samples, slot.pointee.accumulators, setup.samplesPerRow)
      slot.pointee.pendingCount = 0
    } else {
      foldPending(slot)
      kernels.absorb(samples, slot.pointee.accumulators, setup.context(row: row, weight: weight))
    }
  }

  private func foldPending(_ slot: UnsafeMutablePointer<OpenWindow>) {
    guard slot.pointee.pendingCount > 0 else { return }
    if rowsAtOnce > 0, let foldRows = kernels.foldRows {
      foldRows.apply(
        slot.pointee.pending, slot.pointee.pendingWeights, slot.pointee.pendingCount,
        slot.pointee.accumulators, slot.pointee.isFresh, setup.samplesPerRow)
      slot.pointee.isFresh = false
    } else {
      // Only folds without indices wait, and only rows that count once, so any row's context does.
      kernels.lift(
        slot.pointee.pending[0], slot.pointee.accumulators,
        RowContext(count: setup.samplesPerRow, channels: setup.channels))
    }
    slot.pointee.pendingCount = 0
  }

  /// Opens all windows that begin at `row` or before it. Windows without taps are done with at once, so that they take no
  /// slot from those that need this row.
  private func openWindowsReadyFor(_ row: Int) {
    var emitted: Int
    repeat {
      openWindows(upTo: row)
      emitted = nextToEmit
      emitWindows(through: row - 1)
    } while nextToEmit > emitted && row >= openingRow
  }

  /// Opens the windows that begin at `row` or before it, as far as there are slots: windows without taps wait for one,
  /// all others find one.
  private func openWindows(upTo row: Int) {
    while row >= openingRow, nextToOpen - nextToEmit < slotCount {
      let slot = open + nextToOpen % slotCount
      slot.pointee.window = upcoming ?? setup.windows[nextToOpen]
      slot.pointee.isFresh = true
      if slot.pointee.window.tapCount == 0 { kernels.clear(slot.pointee.accumulators, setup.samplesPerRow) }
      nextToOpen += 1
      lookForNextToOpen()
    }
  }

  private func emitWindows(through row: Int) {
    while row >= closingRow {
      if nextToEmit == nextToOpen { openWindows(upTo: row) }
      guard nextToEmit < nextToOpen else { return }
      let slot = open + nextToEmit % slotCount
      foldPending(slot)
      setup.emit(
        nextToEmit, slot.pointee.accumulators,
        slot.pointee.window.tapCount > 0 ? heads?.row(of: nextToEmit) : nil)
      nextToEmit += 1
      lookForNextToEmit()
    }
  }

  private func lookForNextToOpen() {
    upcoming = nil
    guard nextToOpen < setup.outputs.upperBound else {
      openingRow = .max
      return
    }
    if setup.windows.sliding == nil { upcoming = setup.windows[nextToOpen] }
    openingRow = (upcoming?.reach ?? setup.windows.reach(of: nextToOpen)).lowerBound
  }

  private func lookForNextToEmit() {
    guard nextToEmit < setup.outputs.upperBound else {
      closingRow = .max
      return
    }
    // Computing a window of an area takes several divisions, and that of an open one is here.
    let known: Window? =
      if setup.windows.sliding == nil, nextToEmit < nextToOpen {
        open[nextToEmit % slotCount].window
      } else { upcoming }
    closingRow = (known?.reach ?? setup.windows.reach(of: nextToEmit)).upperBound - 1
  }
}
