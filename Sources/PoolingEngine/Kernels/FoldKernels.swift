/// A fold's row loops behind pointers, so that the code that schedules rows is written once and blind to types.
/// Each entry handles a whole row and holds no state, so kernels may be shared between threads; the closures are made from specialised loops in this module.
struct FoldKernels: @unchecked Sendable {
  typealias Input = UnsafeRawPointer
  typealias Accumulators = UnsafeMutableRawPointer

  /// Bytes of one accumulator.
  let accumulatorStride: Int
  /// Bytes of one accumulator of a row whose columns are folded.
  var foldedStride: Int
  /// out = lift(input)
  var lift: (Input, Accumulators, RowContext) -> Void
  /// out = combine(lift(first), lift(second)), which saves a pass over the accumulators; nil for folds with indices.
  var liftPair: ((_ first: Input, _ second: Input, _ out: Accumulators, _ count: Int) -> Void)?
  /// Several rows at once, where a fold's association does not matter; nil: row by row.
  var foldRows: RowsAtOnce?
  /// accumulators = combine(accumulators, lift(input))
  var absorb: (Input, Accumulators, RowContext) -> Void
  /// out = combine(lift(input), accumulators); never in place.
  let absorbInto: (Input, _ from: Accumulators, _ out: Accumulators, RowContext) -> Void
  /// out = combine(a, b); never in place.
  let combine: (_ a: Accumulators, _ b: Accumulators, _ out: Accumulators, _ count: Int) -> Void
  /// out = none
  let clear: (Accumulators, _ count: Int) -> Void
  /// One accumulator per output sample of a folded row. Scratch has room for what ``ColumnPlan/scratchCount`` says, and for the
  /// row itself where that is widened first.
  var foldColumns: (_ row: Accumulators, _ out: Accumulators, ColumnPlan, _ scratch: Accumulators) -> Void

  /// A loop over several rows, which spares passes over the accumulators.
  struct RowsAtOnce {
    /// The most rows that it takes.
    let most: Int
    /// accumulators = rows folded, each counting as often as its weight says; folded into what is there unless it
    /// `replaces` that.
    let apply:
      (
        _ rows: UnsafePointer<Input>, _ weights: UnsafePointer<UInt32>, _ rowCount: Int,
        _ accumulators: Accumulators, _ replaces: Bool, _ count: Int
      ) -> Void
  }

  /// Rows are gathered, not folded: see ``GatheredRows``.
  let gathers: Bool

  /// Kernels of a reduction that gathers its windows; `columns` gives one accumulator per output sample.
  init(
    gatheringColumns columns: @escaping (Accumulators, Accumulators, ColumnPlan, Accumulators) -> Void,
    accumulatorStride: Int
  ) {
    gathers = true
    self.accumulatorStride = accumulatorStride
    foldedStride = accumulatorStride
    lift = { _, _, _ in }
    absorb = { _, _, _ in }
    absorbInto = { _, _, _, _ in }
    combine = { _, _, _, _ in }
    clear = { _, _ in }
    foldColumns = columns
  }

  init<F: Fold>(_ fold: F.Type) {
    gathers = false
    accumulatorStride = MemoryLayout<F.Accumulator>.stride
    foldedStride = accumulatorStride
    lift = { input, out, row in
      RowLoops<F>.lift(
        input.assumingMemoryBound(to: F.Input.self), out.assumingMemoryBound(to: F.Accumulator.self), row)
    }
    liftPair =
      F.usesIndex
      ? nil
      : { first, second, out, count in
        RowLoops<F>.liftPair(
          first.assumingMemoryBound(to: F.Input.self), second.assumingMemoryBound(to: F.Input.self),
          out.assumingMemoryBound(to: F.Accumulator.self), count: count)
      }
    absorb = { input, accumulators, row in
      RowLoops<F>.absorb(
        input.assumingMemoryBound(to: F.Input.self), accumulators.assumingMemoryBound(to: F.Accumulator.self),
        row)
    }
    absorbInto = { input, accumulators, out, row in
      RowLoops<F>.absorb(
        input.assumingMemoryBound(to: F.Input.self),
        UnsafePointer(accumulators.assumingMemoryBound(to: F.Accumulator.self)),
        into: out.assumingMemoryBound(to: F.Accumulator.self), row)
    }
    combine = { a, b, out, count in
      RowLoops<F>.combine(
        UnsafePointer(a.assumingMemoryBound(to: F.Accumulator.self)),
        UnsafePointer(b.assumingMemoryBound(to: F.Accumulator.self)),
        into: out.assumingMemoryBound(to: F.Accumulator.self), count: count)
    }
    clear = { out, count in
      RowLoops<F>.clear(out.assumingMemoryBound(to: F.Accumulator.self), count: count)
    }
    foldColumns = { row, out, plan, scratch in
      ColumnLoops<F>.fold(
        UnsafePointer(row.assumingMemoryBound(to: F.Accumulator.self)),
        into: out.assumingMemoryBound(to: F.Accumulator.self), plan,
        scratch: scratch.assumingMemoryBound(to: F.Accumulator.self))
    }
  }
}
