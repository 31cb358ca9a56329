internal import CKernels

/// Folds a row of accumulators along the row: one accumulator per output sample.
enum ColumnLoops<F: Fold> {
  typealias Accumulators = UnsafePointer<F.Accumulator>
  typealias MutableAccumulators = UnsafeMutablePointer<F.Accumulator>

  @inline(__always)
  static func fold(
    _ row: Accumulators, into out: MutableAccumulators, _ plan: ColumnPlan, scratch: MutableAccumulators
  ) {
    if plan.foldsEveryPosition {
      foldEveryPosition(row, into: out, plan, scratch)
    } else if !plan.interior.isEmpty {
      foldInterior(row, into: out, plan)
    }
    foldEdges(row, into: out, plan)
  }

  /// Uncut windows one by one.
  @inline(__always)
  private static func foldInterior(_ row: Accumulators, into out: MutableAccumulators, _ plan: ColumnPlan) {
    switch plan.channels {
    case 1: foldInterior(row, into: out, plan, channels: 1)
    case 3: foldInterior(row, into: out, plan, channels: 3)
    case 4: foldInterior(row, into: out, plan, channels: 4)
    default: foldInterior(row, into: out, plan, channels: plan.channels)
    }
  }

  @inline(__always)
  private static func foldInterior(
    _ row: Accumulators, into out: MutableAccumulators, _ plan: ColumnPlan, channels: Int
  ) {
    let (kernel, tapStep) = (plan.kernel, plan.dilation * channels)
    if kernel == 2 {
      for output in plan.interior {
        let first = row + (plan.origin + output * plan.stride) * channels
        for channel in 0..<channels {
          out[output * channels + channel] = F.combine(first[channel], first[tapStep + channel])
        }
      }
      return
    }
    for output in plan.interior {
      let first = row + (plan.origin + output * plan.stride) * channels
      for channel in 0..<channels {
        var sum = first[channel]
        var tap = channel
        for _ in 1..<kernel {
          tap += tapStep
          sum = F.combine(sum, first[tap])
        }
        out[output * channels + channel] = sum
      }
    }
  }

  /// Every position at once: powers[i] holds 1, 2, 4, … taps from i on, and a window is put together from the powers in
  /// its length, left to right. Unit stride throughout, ⌊log₂ k⌋ + (ones of k) − 1 passes whatever the kernel, and the
  /// same association for every window, wherever it lies.
  @inline(__always)
  private static func foldEveryPosition(
    _ row: Accumulators, into out: MutableAccumulators, _ plan: ColumnPlan, _ scratch: MutableAccumulators
  ) {
    let total = plan.inputWidth * plan.channels
    let tapStep = plan.dilation * plan.channels
    var powers = row
    var spare = (scratch, scratch + total)
    let folded = scratch + 2 * total
    var isStarted = false
    // Samples of `powers` that are complete, and taps already put together.
    var (complete, offset, power, rest) = (total, 0, 1, plan.kernel)
    while true {
      if rest & 1 == 1 {
        let shift = offset * tapStep
        if !isStarted {
          folded.update(from: powers, count: complete)
          isStarted = true
        } else {
          appendInPlace(folded, powers + shift, count: complete - shift)
        }
        offset += power
      }
      rest >>= 1
      guard rest > 0 else { break }
      let shift = power * tapStep
      complete -= shift
      RowLoops<F>.combine(powers, powers + shift, into: spare.0, count: complete)
      powers = Accumulators(spare.0)
      swap(&spare.0, &spare.1)
      power *= 2
    }
    pick(folded, into: out, plan)
  }

  /// folded[i] = combine(folded[i], later[i]), in place
  @inline(__always)
  private static func appendInPlace(_ folded: MutableAccumulators, _ later: Accumulators, count: Int) {
    for i in 0..<count { folded[i] = F.combine(folded[i], later[i]) }
  }

  @inline(__always)
  private static func pick(_ folded: MutableAccumulators, into out: MutableAccumulators, _ plan: ColumnPlan) {
    let channels = plan.channels
    if plan.stride == 1 {
      let first = plan.interior.lowerBound
      (out + first * channels).update(
        from: folded + (plan.origin + first) * channels, count: plan.interior.count * channels)
      return
    }
    for output in plan.interior {
      let first = folded + (plan.origin + output * plan.stride) * channels
      for channel in 0..<channels { out[output * channels + channel] = first[channel] }
    }
  }

  /// Cut windows, and windows that vary.
  @inline(__always)
  static func foldEdges(_ row: Accumulators, into out: MutableAccumulators, _ plan: ColumnPlan) {
    plan.edges.withUnsafeBufferPointer { edges in
      if plan.foldsEdgesTogether {
        for channel in 0..<plan.channels { foldEdgesTogether(edges, channel, row, into: out, plan) }
        return
      }
      for number in 0..<edges.count {
        foldSpan(edges[number], row, into: out + plan.output(ofEdge: number) * plan.channels, plan)
      }
    }
  }

  /// Windows cut at the left are beginnings of the row, each longer than the one before; windows cut at the right are ends
  /// of it. So all of them together cost one look at every sample.
  @inline(__always)
  private static func foldEdgesTogether(
    _ edges: UnsafeBufferPointer<ColumnPlan.Span>, _ channel: Int, _ row: Accumulators,
    into out: MutableAccumulators, _ plan: ColumnPlan
  ) {
    let channels = plan.channels
    var beginning = F.none
    var folded = 0
    var number = 0
    while number < edges.count, edges[number].first == 0 {
      while folded < Int(edges[number].count) {
        let sample = row[folded * channels + channel]
        beginning = folded == 0 ? sample : F.combine(beginning, sample)
        folded += 1
      }
      out[plan.output(ofEdge: number) * channels + channel] = beginning
      number += 1
    }
    var end = F.none
    var start = plan.inputWidth
    for last in stride(from: edges.count - 1, through: number, by: -1) {
      while start > Int(edges[last].first) {
        start -= 1
        let sample = row[start * channels + channel]
        end = start == plan.inputWidth - 1 ? sample : F.combine(sample, end)
      }
      out[plan.output(ofEdge: last) * channels + channel] = end
    }
  }

  @inline(__always)
  private static func foldSpan(
    _ span: ColumnPlan.Span, _ row: Accumulators, into out: MutableAccumulators, _ plan: ColumnPlan
  ) {
    let (channels, count) = (plan.channels, Int(span.count))
    let tapStep = Int(span.dilation) * channels
    if F.weighsExactly, count >= 3 {
      let taps = row + Int(span.first) * channels
      if channels == 3 {
        foldExactly(span, taps, channels: 3, tapStep, into: out)
      } else {
        for channel in 0..<channels {
          foldExactly(span, taps + channel, channels: 1, tapStep, into: out + channel)
        }
      }
      return
    }
    for channel in 0..<channels {
      guard count > 0 else {
        out[channel] = F.none
        continue
      }
      let taps = row + Int(span.first) * channels + channel
      if plan.isUnweighted {
        var sum = taps[0]
        var tap = tapStep
        for _ in 1..<count {
          sum = F.combine(sum, taps[tap])
          tap += tapStep
        }
        out[channel] = sum
      } else {
        var sum = F.weighted(taps[0], by: Int(span.leading_weight))
        for tap in 1..<count {
          let weight = tap == count - 1 ? span.trailing_weight : span.inner_weight
          sum = F.combine(sum, F.weighted(taps[tap * tapStep], by: Int(weight)))
        }
        out[channel] = sum
      }
    }
  }

  /// A window of at least three taps whose inner taps are combined before they are weighed, one or three channels at a time.
  @inline(__always)
  private static func foldExactly(
    _ span: ColumnPlan.Span, _ taps: Accumulators, channels: Int, _ tapStep: Int,
    into out: MutableAccumulators
  ) {
    let isPixel = channels == 3
    var tap = taps + tapStep
    var inner = (tap[0], isPixel ? tap[1] : F.none, isPixel ? tap[2] : F.none)
    for _ in 2..<(Int(span.count) - 1) {
      tap += tapStep
      inner.0 = F.combine(inner.0, tap[0])
      if isPixel {
        inner.1 = F.combine(inner.1, tap[1])
        inner.2 = F.combine(inner.2, tap[2])
      }
    }
    tap += tapStep
    out[0] = weighed(span, taps[0], inner.0, tap[0])
    if isPixel {
      out[1] = weighed(span, taps[1], inner.1, tap[1])
      out[2] = weighed(span, taps[2], inner.2, tap[2])
    }
  }

  @inline(__always)
  private static func weighed(
    _ span: ColumnPlan.Span, _ first: F.Accumulator, _ inner: F.Accumulator, _ last: F.Accumulator
  ) -> F.Accumulator {
    F.combine(
      F.combine(
        F.weighted(first, by: Int(span.leading_weight)), F.weighted(inner, by: Int(span.inner_weight))),
      F.weighted(last, by: Int(span.trailing_weight)))
  }
}
