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
  /// Inputs worked on at a time.
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
  }

  private struct Results {
    var waiting: [Int: Outcome] = [:]
    var next = 0
  }

  /// What workers share.
  private final class Shared: Sendable {
    let claimed = Atomic<Int>(0)
    let results = Mutex(Results())
  }

  /// Runs all items and returns when they are done.
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
    let work: @Sendable () -> Void = {
      while true {
        let index = shared.claimed.add(1, ordering: .relaxed).oldValue
        guard index < items.count else { return }
        let start = ContinuousClock.now
        let result = Batch.run(items[index], recipe, cancellation, budget)
        let outcome = Outcome(
          index: index, result: result, seconds: (ContinuousClock.now - start) / .seconds(1))
        shared.results.withLock { results in
          results.waiting[index] = outcome
          while let ready = results.waiting.removeValue(forKey: results.next) {
            each(ready)
            results.next += 1
          }
        }
      }
    }
    var threads: [ThreadBox] = []
    // This thread works as well; where the system has no more threads, fewer do.
    for _ in 1..<max(1, min(jobs, items.count)) {
      guard let thread = Thread(work) else { break }
      threads.append(ThreadBox(thread))
    }
    work()
    for thread in threads { thread.join() }
  }

  private final class ThreadBox {
    private var thread: Thread?
    init(_ thread: consuming Thread) { self.thread = consume thread }
    func join() { thread.take()?.join() }
  }

  private static func run(
    _ item: Item, _ recipe: Recipe, _ cancellation: Cancellation?, _ budget: MemoryBudget
  ) -> Result<Report, ImagePoolError> {
    let context = RunContext(
      name: Recipe.name(of: item.input, item.name), cancellation: cancellation, budget: budget)
    if cancellation?.isCancelled == true {
      return .failure(ImagePoolError(.interrupted, "was not begun", input: context.name?.description))
    }
    do throws(ImagePoolError) {
      return .success(
        try recipe.runBlocking(
          item.input, to: item.output, as: item.encoding, dumps: item.dumps, context: context))
    } catch {
      return .failure(error)
    }
  }
}
