extension FoldKernels {
  /// Kernels that gather: a row of "accumulators" is a block of ``GatheredRows``, and folding its columns gives the median
  /// of every window as Double.
  static func median<V: Sample>(
    of type: V.Type, samplesPerRow: Int, mean: @escaping (V, V) -> Double
  ) -> FoldKernels {
    FoldKernels(gatheringColumns: { block, out, plan, _ in
      MedianLoops<V>.fold(
        UnsafeRawPointer(block), samplesPerRow: samplesPerRow, into: out.assumingMemoryBound(to: Double.self),
        plan, mean)
    })
  }
}

/// The median of each window of gathered rows.
enum MedianLoops<V: Sample> {
  static func fold(
    _ block: UnsafeRawPointer, samplesPerRow: Int, into out: UnsafeMutablePointer<Double>, _ plan: ColumnPlan,
    _ mean: (V, V) -> Double
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
        out[output * plan.channels + channel] = Median.median(&taps, mean)
      }
    }
    for (number, edge) in plan.edges.enumerated() {
      let output = plan.output(ofEdge: number)
      for channel in 0..<plan.channels {
        gather(
          rows, rowCount, samplesPerRow, first: Int(edge.first) * plan.channels + channel,
          count: Int(edge.count), step: Int(edge.dilation) * plan.channels, into: &taps)
        out[output * plan.channels + channel] = Median.median(&taps, mean)
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
