internal import CKernels

/// How the accumulators of a folded row are folded along the row: made once for a pooling, used for every output row.
final class ColumnPlan: Sendable {
  /// One window of the row, in pixels.
  typealias Span = ckernels_span

  let channels: Int
  let inputWidth: Int
  let outputWidth: Int
  /// Windows that are not cut by the edges, if all slide alike: taps origin + output·stride + t·dilation, t in 0..<kernel.
  let interior: Range<Int>
  let origin: Int
  let kernel: Int
  let stride: Int
  let dilation: Int
  /// Fold every position by doubling and pick the windows', rather than fold window by window.
  let foldsEveryPosition: Bool
  /// Cut windows are beginnings and ends of the row, long and many enough to be folded one from the other.
  let foldsEdgesTogether: Bool
  let isUnweighted: Bool
  /// Three channels in weighted windows without gaps: what area windows over colours are.
  let areWeightedColours: Bool
  /// The windows outside `interior`, in order.
  let edges: [Span]
  /// All windows, if they are of a few taps over three channels.
  private let fewTaps: FewTapWindows?

  init(_ columns: AxisWindows, channels: Int) {
    self.channels = channels
    inputWidth = columns.inputLength
    outputWidth = columns.count
    isUnweighted = columns.isUnweighted
    if let sliding = columns.sliding {
      (origin, kernel, stride, dilation) = sliding
      let extent = (kernel - 1) * dilation + 1
      let first = min(outputWidth, max(0, (-origin + stride - 1) / stride))
      let room = inputWidth - extent - origin
      let end = room < 0 ? first : min(outputWidth, max(first, room / stride + 1))
      interior = first..<end
      foldsEveryPosition = kernel > stride && kernel >= 3 && !interior.isEmpty
      foldsEdgesTogether = kernel > stride && kernel >= 8 && dilation == 1
    } else {
      (origin, kernel, stride) = (0, 0, 1)
      dilation = 1
      interior = 0..<0
      foldsEveryPosition = false
      foldsEdgesTogether = false
    }
    let interior = interior
    edges = columns.indices.filter { !interior.contains($0) }.map { output in
      let window = columns[output]
      // Positions and area weights are below 2³¹: sides are, by the planner's check.
      return Span(
        first: Int32(truncatingIfNeeded: window.tapCount == 0 ? 0 : window.firstTap),
        count: Int32(truncatingIfNeeded: window.tapCount),
        dilation: Int32(truncatingIfNeeded: window.dilation),
        leading_weight: Int32(truncatingIfNeeded: window.leadingWeight),
        inner_weight: Int32(truncatingIfNeeded: window.innerWeight),
        trailing_weight: Int32(truncatingIfNeeded: window.trailingWeight))
    }
    areWeightedColours =
      channels == 3 && !isUnweighted && interior.isEmpty && edges.allSatisfy { $0.dilation == 1 }
    fewTaps = areWeightedColours ? FewTapWindows(edges) : nil
  }

  /// Folds the row of 16-bit sums by a loop over windows of a few taps; false if the plan is another.
  func foldFewTaps(_ row: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer) -> Bool {
    guard let fewTaps else { return false }
    #if arch(x86_64)
      ckernels_fold_few_taps_u16x3_avx2(
        row.assumingMemoryBound(to: UInt16.self), inputWidth * channels, fewTaps.starts, fewTaps.weights,
        fewTaps.tapCount, outputWidth, out.assumingMemoryBound(to: UInt16.self))
      return true
    #else
      return false
    #endif
  }

  /// Folds the row by a loop over weighted windows of three channels; false if the plan is another.
  func foldWeightedColours<Sum>(
    _ row: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer,
    _ fold: (UnsafePointer<Sum>, Int, UnsafePointer<Span>, Int, UnsafeMutablePointer<Sum>) -> Void
  ) -> Bool {
    guard areWeightedColours else { return false }
    edges.withUnsafeBufferPointer { spans in
      guard let start = spans.baseAddress else { return }
      fold(
        UnsafePointer(row.assumingMemoryBound(to: Sum.self)), inputWidth * channels, start, spans.count,
        out.assumingMemoryBound(to: Sum.self))
    }
    return true
  }

  /// The output that a window of ``edges`` makes.
  @inline(__always)
  func output(ofEdge number: Int) -> Int {
    number < interior.lowerBound ? number : number + interior.count
  }

  /// Accumulators of scratch that folding needs.
  var scratchCount: Int { foldsEveryPosition ? 3 * inputWidth * channels : 0 }
}
