internal import CKernels

extension FoldKernels {
  /// Kernels that gather: a row of "accumulators" is a block of ``GatheredRows``, and folding its columns gives for every
  /// window what `mean` makes of its middle two samples, or `none`.
  static func median<V: Sample, M: BitwiseCopyable>(
    of type: V.Type, samplesPerRow: Int, none: M, mean: @escaping (V, V) -> M
  ) -> FoldKernels {
    FoldKernels(
      gatheringColumns: { block, out, plan, _ in
        MedianLoops<V, M>.fold(
          UnsafeRawPointer(block), samplesPerRow: samplesPerRow, into: out.assumingMemoryBound(to: M.self),
          plan, none, mean)
      }, accumulatorStride: MemoryLayout<M>.stride)
  }
}

/// The median of each window of gathered rows.
enum MedianLoops<V: Sample, M: BitwiseCopyable> {
  static func fold(
    _ block: UnsafeRawPointer, samplesPerRow: Int, into out: UnsafeMutablePointer<M>, _ plan: ColumnPlan,
    _ none: M, _ mean: (V, V) -> M
  ) {
    let rowCount = block.load(as: Int.self)
    let rows = (block + GatheredRows.headerBytes).assumingMemoryBound(to: V.self)
    var taps: [V] = []
    for output in plan.interior {
      let first = plan.origin + output * plan.stride
      for channel in 0..<plan.channels {
        gather(
          rows, rowCount, samplesPerRow, first: first * plan.channels + channel, count: plan.kernel,
          step: plan.dilation * plan.channels, into: &taps)
        out[output * plan.channels + channel] = Median.median(&taps, mean) ?? none
      }
    }
    for (number, edge) in plan.edges.enumerated() {
      let output = plan.output(ofEdge: number)
      for channel in 0..<plan.channels {
        gather(
          rows, rowCount, samplesPerRow, first: Int(edge.first) * plan.channels + channel,
          count: Int(edge.count), step: Int(edge.dilation) * plan.channels, into: &taps)
        out[output * plan.channels + channel] = Median.median(&taps, mean) ?? none
      }
    }
  }

  @inline(__always)
  private static func gather(
    _ rows: UnsafePointer<V>, _ rowCount: Int, _ samplesPerRow: Int, first: Int, count: Int, step: Int,
    into taps: inout [V]
  ) {
    taps.removeAll(keepingCapacity: true)
    for row in 0..<rowCount {
      let start = rows + row * samplesPerRow + first
      for tap in 0..<count { taps.append(start[tap * step]) }
    }
  }
}
