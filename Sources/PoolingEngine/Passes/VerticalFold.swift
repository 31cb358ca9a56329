/// Folds the rows of each window of the vertical axis into one row of accumulators. Rows are pushed in order, folded rows
/// come out in output order as soon as they are complete.
protocol VerticalFold: AnyObject {
  /// Takes the next row of the input, which lasts until ``expireRows()``.
  func push(_ row: Int, _ samples: UnsafeRawPointer)
  /// The rows pushed so far are about to go away.
  func expireRows()
  /// Emits what is left: windows without taps at the end of the axis.
  func finish()
  /// Goes on with other accumulators, after those held were converted.
  func promote(
    to kernels: FoldKernels, _ convertRow: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void)
}

/// What both vertical folds need to know.
struct VerticalFoldSetup {
  /// A folded row: its output, its accumulators, and a copy of the input row with the first taps, if asked for.
  typealias Emit = (_ output: Int, _ accumulators: UnsafeMutableRawPointer, _ head: UnsafeRawPointer?) -> Void

  var windows: AxisWindows
  /// The outputs to fold, a part of the windows.
  var outputs: Range<Int>
  var samplesPerRow: Int
  var bytesPerRow: Int
  var channels: Int
  var indexing: RowIndexing
  /// Which row of a window holds its first upright tap, if rules ask for it: its first or its last.
  var head: Head?
  var emit: Emit

  enum Head: Sendable { case firstRow, lastRow }

  func context(row: Int, weight: Int = 1) -> RowContext {
    RowContext(
      count: samplesPerRow, channels: channels, weight: weight,
      firstIndex: indexing.firstIndex(ofStoredRow: row),
      indexStep: indexing.step)
  }

  /// Overlap from which block folds are cheaper than folding every row into every window that holds it.
  static let blockOverlap = 5

  func makeFold(_ kernels: FoldKernels) -> any VerticalFold {
    if kernels.gathers { return GatheredRows(self) }
    if let sliding = windows.sliding, sliding.dilation == 1,
      windows.largestOverlap(outputs) >= Self.blockOverlap
    {
      return BlockVerticalFold(self, kernels, kernel: sliding.kernel)
    }
    return DirectVerticalFold(self, kernels)
  }
}
