internal import ImageCodecs
internal import Synchronization
internal import TarArchive

/// A ``TarBatch`` at work: one reads at a time, all pool, one writes at a time, in the archive's order.
final class TarRun: Sendable {
  private let batch: TarBatch
  private let archive: Path?
  private let feed: Locked<TarFeed>
  private let writing: Locked<TarWriting>
  private let budget: MemoryBudget
  private let cancellation: Cancellation?
  /// No more members are begun.
  private let isStopped = Atomic<Bool>(false)

  init(
    _ batch: TarBatch, _ archive: Path?, _ source: TarSource, _ target: TarOutput,
    _ cancellation: Cancellation?, _ each: @escaping @Sendable (TarBatch.Member) -> Void
  ) {
    self.batch = batch
    self.archive = archive
    self.cancellation = cancellation
    feed = Locked(TarFeed(source, batch))
    writing = Locked(TarWriting(target, batch, archive, each))
    budget = MemoryBudget(total: batch.recipe.limits.memory)
  }

  func run() throws(ImagePoolError) -> TarBatch.Summary {
    SystemCalls.returnLargeBlocks()
    Workers.run(jobs: Workers.count(batch.jobs)) { [self] _ in
      while !isStopped.load(ordering: .relaxed), let piece = next() {
        let result = result(of: piece)
        switch result {
        // Members before this one are begun already, so the first failure in the archive's order is the one that is told.
        case .end: stop()
        case .failed where batch.failures == .refuse: stop()
        default: break
        }
        if !writing.withLock({ $0.add(piece, result) }) { stop() }
      }
    }
    let warnings = feed.withLock(\.warnings)
    let end = writing.withLock { writing -> Result<TarBatch.Summary, ImagePoolError> in
      do throws(ImagePoolError) { return .success(try writing.finish(warnings)) } catch {
        return .failure(error)
      }
    }
    return try end.get()
  }

  private func stop() { isStopped.store(true, ordering: .relaxed) }

  private func next() -> TarPiece? {
    feed.withLock { feed in
      guard !isStopped.load(ordering: .relaxed) else { return nil }
      return feed.next { piece, first, reader, failure in
        let failure = failure.map { naming($0, piece) }
        if !writing.withLock({ $0.copy(piece, first, reader, failure) }) { stop() }
      }
    }
  }

  private func result(of piece: TarPiece) -> TarWriting.Result {
    if cancellation?.isCancelled == true { return .end(ImagePoolError(.interrupted, "was interrupted")) }
    switch piece.work {
    case .copy(let content): return .copied(content)
    case .failed(let error, let content): return .failed(naming(error, piece), content)
    case .end(let error): return .end(error)
    case .pool(let content, let kind, let output):
      let format = batch.format ?? kind.rawValue
      let context = RunContext(name: piece.name, cancellation: cancellation, budget: budget)
      do throws(ImagePoolError) {
        var report = try batch.recipe.runBlocking(
          .bytes(content), to: .memory, as: batch.options.encoding(format) ?? .sameAsInput, dumps: [],
          context: context)
        report.output = output
        piece.loan?.grow(to: content.count + (report.bytes?.count ?? 0))
        return .pooled(report)
      } catch {
        return error.kind == .interrupted
          ? .end(naming(error, piece)) : .failed(naming(error, piece), content)
      }
    }
  }

  /// For people: of which member of which archive it is said.
  private func naming(_ error: ImagePoolError, _ piece: TarPiece) -> ImagePoolError {
    var result = error
    result.input = (archive.map { "\($0): " } ?? "") + piece.name.description
    return result
  }
}
