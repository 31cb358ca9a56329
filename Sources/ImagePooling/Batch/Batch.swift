internal import Synchronization

/// One recipe over many inputs, several at a time.
///
/// Workers are threads, since reading and writing block. All runs share ``Limits/memory`` of the recipe: one that needs more
/// than is free waits. One bad input stops nobody.
public struct Batch: Sendable {
  /// An input and what is to become of it.
  public struct Item: Hashable, Sendable {
    public var input: Input
    /// What the input is called; nil: a file's own name.
    public var name: Path?
    /// Nil: only dumps are written.
    public var output: Output?
    public var encoding: Encoding
    public var dumps: [Dump]

    public init(
      _ input: Input, name: Path? = nil, to output: Output?, as encoding: Encoding = .sameAsInput,
      dumps: [Dump] = []
    ) {
      self.input = input
      self.name = name
      self.output = output
      self.encoding = encoding
      self.dumps = dumps
    }
  }

  public var recipe: Recipe
  /// Inputs worked on at a time; at most a few per processor, and what the process's limits on files and memory allow.
  public var jobs: Int

  /// - Parameter jobs: nil: as many as there are processors for this process.
  public init(_ recipe: Recipe, jobs: Int? = nil) {
    self.recipe = recipe
    self.jobs = max(1, jobs ?? Processors.count)
  }

  /// What became of an item.
  public struct Outcome: Sendable {
    /// The item's place in the list.
    public var index: Int
    public var result: Result<Report, ImagePoolError>
    /// How long it took, a wait for memory included; the time of a failure, too.
    public var seconds: Double
    /// False if it was cancelled before it came to its turn.
    public var isBegun = true
  }

  private struct Results {
    var waiting: [Int: Outcome] = [:]
    var next = 0
    /// Nothing is told any more.
    var isClosed = false
  }

  /// What workers share.
  private final class Shared: Sendable {
    let claimed = Atomic<Int>(0)
    let results = Mutex(Results())
  }

  /// Runs all items and returns when they are done. If ``Interruption`` ends the process before, what has not been told
  /// yet is told as it is, and what was not done as interrupted.
  ///
  /// - Parameters:
  ///   - cancellation: items not yet done end with an error of kind `interrupted`.
  ///   - each: called once per item, in the order of the items, by one thread at a time.
  public func run(
    _ items: [Item], cancellation: Cancellation? = nil,
    each: @escaping @Sendable (Outcome) -> Void
  ) {
    let budget = MemoryBudget(total: recipe.limits.memory)
    let shared = Shared()
    let recipe = recipe
    let work: @Sendable (Int) -> Void = { _ in
      while true {
        let index = shared.claimed.add(1, ordering: .relaxed).oldValue
        guard index < items.count else { return }
        let start = ContinuousClock.now
        let isBegun = cancellation?.isCancelled != true
        let result =
          isBegun
          ? Batch.run(items[index], recipe, cancellation, budget)
          : Batch.interrupted(items[index], isBegun: false)
        let outcome = Outcome(
          index: index, result: result, seconds: (ContinuousClock.now - start) / .seconds(1), isBegun: isBegun
        )
        shared.results.withLock { results in
          guard !results.isClosed else { return }
          results.waiting[index] = outcome
          while let ready = results.waiting.removeValue(forKey: results.next) {
            each(ready)
            results.next += 1
          }
        }
      }
    }
    let begin = ContinuousClock.now
    let lastWords: @Sendable () -> Void = {
      shared.results.withLock { results in
        results.isClosed = true
        let claimed = shared.claimed.load(ordering: .relaxed)
        for index in results.next..<max(results.next, items.count) {
          let isBegun = index < claimed
          each(
            results.waiting[index]
              ?? Outcome(
                index: index, result: Batch.interrupted(items[index], isBegun: isBegun),
                seconds: isBegun ? (ContinuousClock.now - begin) / .seconds(1) : 0, isBegun: isBegun))
        }
      }
    }
    Interruption.withLastWords(lastWords) {
      Workers.run(jobs: min(Workers.count(jobs), items.count), work)
    }
  }

  private static func interrupted(_ item: Item, isBegun: Bool) -> Result<Report, ImagePoolError> {
    .failure(
      ImagePoolError(
        .interrupted, isBegun ? "was interrupted" : "was not begun",
        input: Recipe.name(of: item.input, item.name)?.description))
  }

  private static func run(
    _ item: Item, _ recipe: Recipe, _ cancellation: Cancellation?, _ budget: MemoryBudget
  ) -> Result<Report, ImagePoolError> {
    let context = RunContext(
      name: Recipe.name(of: item.input, item.name), cancellation: cancellation, budget: budget)
    do throws(ImagePoolError) {
      return .success(
        try recipe.runBlocking(
          item.input, to: item.output, as: item.encoding, dumps: item.dumps, context: context))
    } catch {
      return .failure(error)
    }
  }
}
