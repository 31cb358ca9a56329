internal import PoolingEngine
internal import Synchronization

/// A ``LargeBatch`` at work, its names checked.
final class LargeBatchRun: Sendable {
  private let batch: LargeBatch
  private let naming: OutputNaming
  private let tree: OutputTree
  private let budget: MemoryBudget
  private let jobs: Int
  private let manifest: Manifest?
  private let inFlight: InFlightFile?
  private let supersedesLines: Bool
  private let cancellation: Cancellation?
  private let each: @Sendable (LargeBatch.Outcome, LargeBatch.Progress) -> Void
  private let feed: Locked<InputFeed>
  private let progress: Mutex<LargeBatch.Progress>
  /// No more inputs are begun.
  private let isStopped = Atomic<Bool>(false)

  init(
    _ batch: LargeBatch, _ history: RunHistory, planned: Int, cancellation: Cancellation?,
    each: @escaping @Sendable (LargeBatch.Outcome, LargeBatch.Progress) -> Void
  ) throws(OutputPlan.Refusal) {
    self.batch = batch
    self.cancellation = cancellation
    self.each = each
    naming = batch.naming
    tree = OutputTree(batch.directory, removesAbandoned: batch.sharedBudget == nil)
    budget = batch.sharedBudget ?? MemoryBudget(total: batch.memory)
    let jobs = min(Workers.count(batch.jobs), max(1, planned))
    let earlier = Array(history.pending.values)
    self.jobs = jobs
    supersedesLines = history.supersedesLines
    manifest = try history.begin()
    inFlight = try manifest.map { (manifest) throws(OutputPlan.Refusal) in
      try InFlightFile(beside: manifest.path, jobs: jobs, earlier: earlier)
    }
    feed = Locked(InputFeed(batch, history))
    var begin = LargeBatch.Progress()
    begin.planned = planned
    progress = Mutex(begin)
  }

  func run(_ whenInterrupted: @escaping @Sendable (LargeBatch.Progress) -> Void) -> LargeBatch.Progress {
    SystemCalls.returnLargeBlocks()
    let lastWords: @Sendable () -> Void = { [self] in
      manifest?.close()
      inFlight?.forgive()
      whenInterrupted(progress.withLock { $0 })
    }
    Interruption.withLastWords(lastWords) {
      Workers.run(jobs: jobs) { [self] job in
        while !isStopped.load(ordering: .relaxed), let piece = feed.withLock({ $0.next() }) {
          work(on: piece, job)
        }
      }
      for piece in feed.withLock({ $0.suspects }) where !isStopped.load(ordering: .relaxed) {
        work(on: piece, 0)
      }
    }
    var end = progress.withLock { $0 }
    feed.withLock { feed in
      (end.ignored, end.doneBefore, end.failedBefore) = (feed.ignored, feed.doneBefore, feed.failedBefore)
      do throws(OutputPlan.Refusal) { try feed.check() } catch {
        end.failure = ImagePoolError(.unreadable, error.description)
      }
    }
    if end.failure == nil, cancellation?.isCancelled != true { end.failure = finishRecord() }
    return end
  }

  /// Leaves the manifest as it was asked for, and nothing beside it.
  private func finishRecord() -> ImagePoolError? {
    guard let manifest else { return nil }
    do throws(ImagePoolError) {
      if let offsets = feed.withLock({ $0.offsets }) {
        try manifest.rewrite((0..<offsets.count).lazy.map { offsets[$0] }.filter { $0 >= 0 })
      } else if case let void = feed.withLock({ $0.voidOffsets }), supersedesLines || !void.isEmpty {
        try manifest.dropSuperseded(and: void)
      } else {
        SystemCalls.synchronize(manifest.descriptor)
      }
    } catch {
      return error
    }
    inFlight?.remove()
    return nil
  }

  // MARK: - One input

  private func work(on piece: InputFeed.Piece, _ job: Int) {
    if cancellation?.isCancelled == true { return stop(nil) }
    let start = ContinuousClock.now
    let result: LargeBatch.Outcome.Result
    if piece.past == .alone {
      result = .failed(LargeBatchRun.crashed.of(piece.input.path.description))
    } else {
      do throws(SystemCalls.Failure) {
        try inFlight?.begin(
          InFlightEntry(piece.hash, piece.input.path, piece.past == .first ? .alone : .first), job: job)
      } catch {
        return stop(recordFailure(error))
      }
      do throws(ImagePoolError) { result = try self.result(of: piece) } catch {
        // What was cancelled is not done, so it is not told of.
        if error.kind == .interrupted { return stop(nil) }
        result = .failed(error.of(piece.input.path.description))
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    tell(piece, result, seconds)
  }

  private static let crashed = ImagePoolError(
    .crashed, "the program died while it worked on it, and again while it worked on nothing else",
    remedy: "look at it alone, and report it; --retry-failed tries it again")

  private func recordFailure(_ failure: SystemCalls.Failure) -> ImagePoolError {
    ImagePoolError(
      .unwritable, "the manifest cannot be written: \(failure.text)",
      remedy: "make room, and go on with --resume \(manifest?.path.description ?? "")")
  }

  private func stop(_ failure: ImagePoolError?) {
    isStopped.store(true, ordering: .relaxed)
    if let failure { progress.withLock { $0.failure = $0.failure ?? failure } }
  }

  private func result(of piece: InputFeed.Piece) throws(ImagePoolError) -> LargeBatch.Outcome.Result {
    let path = piece.input.path
    let choice = try naming.choice(for: piece.input)
    let output = tree.path(choice.name)
    if batch.existing == .update, isUpToDate(output, choice.format, path) { return .skipped(output: output) }
    let overwrite = piece.isOurs || batch.existing != .refuse
    let context = RunContext(name: path, cancellation: cancellation, budget: budget, tree: tree)
    return .done(
      try batch.recipe.runBlocking(
        .file(path), to: .file(output, overwrite: overwrite),
        as: batch.options.encoding(choice.format) ?? .sameAsInput, dumps: [], context: context))
  }

  private func isUpToDate(_ output: Path, _ format: String, _ input: Path) -> Bool {
    guard let written = try? SystemCalls.factsOfName(output), written.sort == .regular,
      let given = try? SystemCalls.facts(of: input), !written.isOlder(than: given)
    else { return false }
    return CompleteFile.isComplete(output, format: format)
  }

  private func tell(_ piece: InputFeed.Piece, _ result: LargeBatch.Outcome.Result, _ seconds: Double) {
    let outcome = LargeBatch.Outcome(input: piece.input.path, result: result, seconds: seconds)
    do throws(SystemCalls.Failure) {
      if let manifest {
        // Closed: the process is about to end, or has lost its record.
        guard let offset = try manifest.append(outcome.json) else { return }
        feed.withLock { $0.offsets?[piece.place] = offset }
      }
    } catch {
      return stop(recordFailure(error))
    }
    progress.withLock { progress in
      progress.ended += 1
      each(outcome, progress)
    }
  }
}
