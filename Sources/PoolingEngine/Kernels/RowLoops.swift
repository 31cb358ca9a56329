/// The vertical row loops of a fold: unit stride, blind to channels unless the fold asks for indices.
/// Input and output never overlap, except where a loop says that it works in place: the optimiser checks for overlap at
/// run time and would fall back to single samples.
enum RowLoops<F: Fold> {
  /// out[i] = lift(input[i])
  @inline(__always)
  static func lift(
    _ input: UnsafePointer<F.Input>, _ out: UnsafeMutablePointer<F.Accumulator>, _ row: RowContext
  ) {
    if F.usesIndex {
      forEachPixel(row) { i, index in out[i] = F.lift(input[i], index: index) }
    } else if row.weight == 1 {
      for i in 0..<row.count { out[i] = F.lift(input[i], index: 0) }
    } else {
      for i in 0..<row.count { out[i] = F.weighted(F.lift(input[i], index: 0), by: row.weight) }
    }
  }

  /// out[i] = combine(lift(first[i]), lift(second[i])), for rows that count once and folds without indices
  @inline(__always)
  static func liftPair(
    _ first: UnsafePointer<F.Input>, _ second: UnsafePointer<F.Input>,
    _ out: UnsafeMutablePointer<F.Accumulator>,
    count: Int
  ) {
    for i in 0..<count { out[i] = F.combine(F.lift(first[i], index: 0), F.lift(second[i], index: 0)) }
  }

  /// accumulators[i] = combine(accumulators[i], lift(input[i])), in place
  @inline(__always)
  static func absorb(
    _ input: UnsafePointer<F.Input>, _ accumulators: UnsafeMutablePointer<F.Accumulator>, _ row: RowContext
  ) {
    if F.usesIndex {
      forEachPixel(row) { i, index in
        accumulators[i] = F.combine(accumulators[i], F.lift(input[i], index: index))
      }
    } else if row.weight == 1 {
      for i in 0..<row.count { accumulators[i] = F.combine(accumulators[i], F.lift(input[i], index: 0)) }
    } else {
      for i in 0..<row.count {
        accumulators[i] = F.combine(accumulators[i], F.weighted(F.lift(input[i], index: 0), by: row.weight))
      }
    }
  }

  /// out[i] = combine(lift(input[i]), accumulators[i])
  @inline(__always)
  static func absorb(
    _ input: UnsafePointer<F.Input>, _ accumulators: UnsafePointer<F.Accumulator>,
    into out: UnsafeMutablePointer<F.Accumulator>, _ row: RowContext
  ) {
    if F.usesIndex {
      forEachPixel(row) { i, index in out[i] = F.combine(F.lift(input[i], index: index), accumulators[i]) }
    } else {
      for i in 0..<row.count { out[i] = F.combine(F.lift(input[i], index: 0), accumulators[i]) }
    }
  }

  /// out[i] = combine(a[i], b[i])
  @inline(__always)
  static func combine(
    _ a: UnsafePointer<F.Accumulator>, _ b: UnsafePointer<F.Accumulator>,
    into out: UnsafeMutablePointer<F.Accumulator>, count: Int
  ) {
    for i in 0..<count { out[i] = F.combine(a[i], b[i]) }
  }

  @inline(__always)
  static func clear(_ out: UnsafeMutablePointer<F.Accumulator>, count: Int) {
    for i in 0..<count { out[i] = F.none }
  }

  @inline(__always)
  private static func forEachPixel(_ row: RowContext, _ body: (_ sample: Int, _ index: Int) -> Void) {
    var index = row.firstIndex
    var i = 0
    while i < row.count {
      for channel in 0..<row.channels { body(i + channel, index) }
      i += row.channels
      index += row.indexStep
    }
  }
}
