/// Folds windows that overlap much at a cost that does not grow with the kernel, by block prefixes and suffixes
/// (M. van Herk, Pattern Recognition Letters 13, 1992; J. Gil and M. Werman, IEEE PAMI 15, 1993).
///
/// The axis is cut into blocks as long as the kernel, anchored at row 0 of the axis. A window is the suffix of one block
/// combined with the prefix of the next (or one of the two alone), so a row costs three row operations, and only
/// associativity is needed. Where the blocks lie depends on the axis alone, never on where a strip or a worker starts.
final class BlockVerticalFold: VerticalFold {
  private let setup: VerticalFoldSetup
  private var kernels: FoldKernels
  private let kernel: Int
  /// The rows of the current block as they came.
  private let blockRows: AccumulatorRows
  /// Suffixes of the last complete block, for the windows that start in it; window i has slot i mod slots.
  private let suffixes: AccumulatorRows
  /// Row 0: the prefix of the current block. Row 1: a window put together. Row 2: a suffix on its way.
  private let work: AccumulatorRows
  private let heads: HeadRows?
  private var nextToEmit: Int
  /// The first window that starts at or after the current block's start.
  private var nextStart: Int

  init(_ setup: VerticalFoldSetup, _ kernels: FoldKernels, kernel: Int) {
    self.setup = setup
    self.kernels = kernels
    self.kernel = kernel
    let slotCount = Self.slotCount(setup.windows, setup.outputs)
    blockRows = AccumulatorRows(
      rowCount: min(kernel, setup.windows.inputLength), samplesPerRow: setup.bytesPerRow, accumulatorStride: 1
    )
    suffixes = AccumulatorRows(
      rowCount: slotCount, samplesPerRow: setup.samplesPerRow, accumulatorStride: kernels.accumulatorStride)
    work = AccumulatorRows(
      rowCount: 3, samplesPerRow: setup.samplesPerRow, accumulatorStride: kernels.accumulatorStride)
    heads = setup.head.map { _ in HeadRows(slots: slotCount, bytesPerRow: setup.bytesPerRow) }
    nextToEmit = setup.outputs.lowerBound
    nextStart = setup.outputs.lowerBound
  }

  static func slotCount(_ windows: AxisWindows, _ outputs: Range<Int>) -> Int {
    min(max(1, outputs.count), windows.largestOverlap(outputs) + 1)
  }

  func push(_ row: Int, _ samples: UnsafeRawPointer) {
    let place = row % kernel
    let isFirst = place == 0 || firstPushed == nil
    if firstPushed == nil { firstPushed = row }
    if place == 0 { skipStarts(before: row) }
    blockRows[place].copyMemory(from: samples, byteCount: setup.bytesPerRow)
    let context = setup.context(row: row)
    if isFirst {
      kernels.lift(samples, work[0], context)
    } else {
      kernels.absorb(samples, work[0], context)
    }
    keepHeads(row, samples)
    emitWindows(endingAt: row, blockStart: row - place)
    if place == kernel - 1 { foldSuffixes(blockStart: row - place, last: row) }
  }

  func expireRows() {}

  func finish() {}

  func promote(
    to kernels: FoldKernels, _ convertRow: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
  ) {
    suffixes.convert(toStride: kernels.accumulatorStride, convertRow)
    work.convert(toStride: kernels.accumulatorStride, convertRow)
    self.kernels = kernels
  }

  /// A worker's first row. Its block is incomplete above it, but no window of this worker starts there.
  private var firstPushed: Int?

  private func skipStarts(before row: Int) {
    while nextStart < setup.outputs.upperBound, setup.windows.reach(of: nextStart).lowerBound < row {
      nextStart += 1
    }
  }

  private func keepHeads(_ row: Int, _ samples: UnsafeRawPointer) {
    guard let heads, let head = setup.head else { return }
    var output = nextToEmit
    while output < setup.outputs.upperBound {
      let reach = setup.windows.reach(of: output)
      guard reach.lowerBound <= row else { return }
      if row == (head == .firstRow ? reach.lowerBound : reach.upperBound - 1) {
        heads.keep(samples, for: output)
      }
      output += 1
    }
  }

  private func emitWindows(endingAt row: Int, blockStart: Int) {
    var hasOwnSuffixes = false
    while nextToEmit < setup.outputs.upperBound {
      let reach = setup.windows.reach(of: nextToEmit)
      guard reach.upperBound == row + 1 else { return }
      let accumulators: UnsafeMutableRawPointer
      if reach.lowerBound == blockStart {
        accumulators = work[0]
        // The prefix goes on growing if the block does.
      } else if reach.lowerBound < blockStart {
        accumulators = work[1]
        kernels.combine(suffixes[nextToEmit % suffixes.rowCount], work[0], accumulators, setup.samplesPerRow)
      } else {
        // Only at the end of the axis: the block ends here.
        if !hasOwnSuffixes {
          nextStart = nextToEmit
          foldSuffixes(blockStart: blockStart, last: row)
          hasOwnSuffixes = true
        }
        accumulators = suffixes[nextToEmit % suffixes.rowCount]
      }
      setup.emit(nextToEmit, accumulators, heads?.row(of: nextToEmit))
      nextToEmit += 1
    }
  }

  /// From the last row of the block upward, keeps the fold wherever a window starts.
  private func foldSuffixes(blockStart: Int, last: Int) {
    var starts: [(row: Int, output: Int)] = []
    while nextStart < setup.outputs.upperBound {
      let start = setup.windows.reach(of: nextStart).lowerBound
      guard start <= last else { break }
      if start > blockStart, nextStart >= nextToEmit { starts.append((start, nextStart)) }
      nextStart += 1
    }
    guard let lowest = starts.first?.row else { return }
    var current: UnsafeMutableRawPointer?
    for row in stride(from: last, through: lowest, by: -1) {
      let samples = UnsafeRawPointer(blockRows[row - blockStart])
      let context = setup.context(row: row)
      var target = work[2]
      let isStart = starts.last?.row == row
      if isStart, let output = starts.last?.output { target = suffixes[output % suffixes.rowCount] }
      if let current {
        if current == target {
          kernels.absorb(samples, target, context)
        } else {
          kernels.absorbInto(samples, current, target, context)
        }
      } else {
        kernels.lift(samples, target, context)
      }
      current = target
      if isStart { starts.removeLast() }
    }
  }
}
