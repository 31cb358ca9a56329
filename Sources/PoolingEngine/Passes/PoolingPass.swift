/// One pass of rows through a plan: vertical fold, horizontal fold, finishing. Rows of the stored picture (with its border)
/// are pushed in order; finished rows are emitted in stored output order.
///
/// Made for a range of outputs, so that several passes can share a picture. Not safe to use from two threads.
final class PoolingPass {
  /// One finished row: its place in stored order, and a pointer to its samples for each requested form.
  typealias Emit = (_ output: Int, _ results: [UnsafeMutableRawPointer]) throws -> Void
  /// Where the finished rows of a form are to be put: output row i at `base` + i · `bytesPerRow`.
  struct Target {
    var base: UnsafeMutableRawPointer
    var bytesPerRow: Int
  }

  /// Result samples clamped so far, over all forms.
  private(set) var clampedSamples = 0
  /// Why the receiver of rows stopped; later rows are not computed.
  private(set) var failure: (any Error)?

  private let plan: PoolingPlan
  private let fixedTargets: [Target]?
  private let emit: Emit?
  private var folds: FoldSet
  private var promotion: Promotion?
  private var vertical: (any VerticalFold)?
  /// Row 0: the output row's accumulators; rows 1-3: the columns' scratch.
  private let work: AccumulatorRows
  private let scratch: AccumulatorRows
  private let results: [AccumulatorRows]
  /// Where the row being finished goes, for each form.
  private var targets: [UnsafeMutableRawPointer]
  /// Accumulators are the one result as they stand.
  private var isFinished: Bool
  private let prepared: AccumulatorRows?

  /// A pass whose rows are emitted; results stand in memory of the pass until the next row.
  convenience init(_ plan: PoolingPlan, outputs: Range<Int>, emit: @escaping Emit) {
    self.init(plan, outputs: outputs, targets: nil, emit: emit)
  }

  /// A pass whose rows are put where they belong, one target per form.
  convenience init(_ plan: PoolingPlan, outputs: Range<Int>, into targets: [Target]) {
    self.init(plan, outputs: outputs, targets: targets, emit: nil)
  }

  private init(_ plan: PoolingPlan, outputs: Range<Int>, targets fixedTargets: [Target]?, emit: Emit?) {
    self.plan = plan
    self.fixedTargets = fixedTargets
    self.emit = emit
    folds = plan.foldSet
    promotion = plan.promotion
    let stride = folds.kernels.foldedStride
    let samplesPerRow = plan.enlarged.width * plan.channels
    // A row that is widened before its columns are folded stands in scratch, too.
    let widened = stride == folds.kernels.accumulatorStride ? 0 : samplesPerRow
    work = AccumulatorRows(rowCount: 1, samplesPerRow: plan.resultSamplesPerRow, accumulatorStride: stride)
    scratch = AccumulatorRows(
      rowCount: 1, samplesPerRow: plan.columnPlan.scratchCount + widened,
      accumulatorStride: stride)
    results = plan.forms.map {
      AccumulatorRows(
        rowCount: 1, samplesPerRow: plan.resultSamplesPerRow, accumulatorStride: $0.sampleType.byteCount)
    }
    targets = results.map { $0[0] }
    isFinished = folds.finishers.count == 1 && folds.finishers[0].isCopy
    let sampleBytes = folds.preparation?.stride ?? plan.format.sampleType.byteCount
    prepared = folds.preparation.map {
      AccumulatorRows(rowCount: 1, samplesPerRow: samplesPerRow, accumulatorStride: $0.stride)
    }
    vertical = VerticalFoldSetup(
      windows: plan.rows, outputs: outputs, samplesPerRow: samplesPerRow,
      bytesPerRow: samplesPerRow * sampleBytes,
      channels: plan.channels, indexing: plan.indexing, head: plan.head
    ) { [unowned self] output, accumulators, head in
      finishRow(output, accumulators, head)
    }.makeFold(folds.kernels)
  }

  /// The rows, of the picture with its border, that outputs need.
  static func rowsNeeded(_ plan: PoolingPlan, outputs: Range<Int>) -> Range<Int> {
    var (first, end) = (Int.max, 0)
    for output in outputs {
      let reach = plan.rows.reach(of: output)
      guard !reach.isEmpty else { continue }
      first = min(first, reach.lowerBound)
      end = max(end, reach.upperBound)
    }
    return end > first ? first..<end : 0..<0
  }

  /// The rows pushed so far are about to go away.
  func expireRows() { vertical?.expireRows() }

  /// Takes the next row.
  ///
  /// - Parameter isStable: the row stays where it is until ``expireRows()``; else it lasts during the call only.
  func push(_ row: Int, _ samples: UnsafeRawPointer, isStable: Bool) throws {
    var samples = samples
    let count = plan.enlarged.width * plan.channels
    if let prepared, let preparation = folds.preparation {
      preparation.apply(samples, prepared[0], count)
      samples = UnsafeRawPointer(prepared[0])
    }
    if let promotion, promotion.isNeeded(samples, count) { promote(promotion) }
    vertical?.push(row, samples)
    if !isStable || prepared != nil { vertical?.expireRows() }
    if let failure { throw failure }
  }

  func finish() throws {
    vertical?.finish()
    if let failure { throw failure }
  }

  private func promote(_ promotion: Promotion) {
    self.promotion = nil
    folds = promotion.target
    isFinished = false
    vertical?.promote(to: folds.kernels, promotion.convert)
    work.convert(toStride: folds.kernels.foldedStride) { _, _, _ in }
    scratch.convert(toStride: folds.kernels.foldedStride) { _, _, _ in }
  }

  private func finishRow(_ output: Int, _ accumulators: UnsafeMutableRawPointer, _ head: UnsafeRawPointer?) {
    guard failure == nil else { return }
    if let fixedTargets {
      for form in targets.indices {
        targets[form] = fixedTargets[form].base + output * fixedTargets[form].bytesPerRow
      }
    }
    // Accumulators that are results already need no finishing.
    let folded = isFinished ? targets[0] : work[0]
    folds.kernels.foldColumns(accumulators, folded, plan.columnPlan, scratch[0])
    if !isFinished { finish(folded, output, head) }
    guard let emit else { return }
    do { try emit(output, targets) } catch { failure = error }
  }

  private func finish(
    _ folded: UnsafeMutableRawPointer, _ output: Int, _ head: UnsafeRawPointer?
  ) {
    plan.columnDivisors.withUnsafeBufferPointer { divisors in
      plan.headColumns.withUnsafeBufferPointer { headColumns in
        let context = FinishContext(
          count: plan.resultSamplesPerRow, channels: plan.channels,
          rowDivisor: plan.columnDivisors.isEmpty ? 1 : plan.rowDivisor(output),
          columnDivisors: divisors, commonColumnDivisor: plan.commonColumnDivisor, head: head,
          headColumns: headColumns.baseAddress, headFirstIndex: headFirstIndex(output),
          indexStep: plan.indexing.step)
        for (finisher, target) in zip(folds.finishers, targets) {
          clampedSamples += finisher.apply(UnsafeRawPointer(folded), target, context)
        }
      }
    }
  }

  private func headFirstIndex(_ output: Int) -> Int {
    guard let head = plan.head else { return 0 }
    let window = plan.rows[output]
    guard window.tapCount > 0 else { return 0 }
    return plan.indexing.firstIndex(ofStoredRow: head == .firstRow ? window.firstTap : window.lastTap)
  }
}
