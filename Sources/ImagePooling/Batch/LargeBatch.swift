/// One recipe over any number of pictures, into one output directory.
///
/// Inputs are listed as they are needed and results are told as they end, so memory does not grow with their number but for
/// 16 bytes each: a hash of the output's name, which tells before anything is written whether two inputs would write one file.
/// With a ``Record`` every input leaves a line in a manifest, and a run that was broken off can go on.
public struct LargeBatch: Sendable {
  /// What becomes of outputs that are there already.
  public enum Existing: Hashable, Sendable {
    /// The batch is refused.
    case refuse
    /// They are replaced.
    case overwrite
    /// Those that are complete and not older than their input are left as they are, the others replaced.
    case update
  }

  /// The manifest of a batch.
  public struct Record: Hashable, Sendable {
    public enum Work: Hashable, Sendable {
      /// All inputs; the manifest is new.
      case all
      /// Inputs that the manifest has no line of.
      case missing
      /// Inputs that the manifest has a failure of.
      case failures
    }

    public var manifest: Path
    public var work: Work
    /// In the end lines are in the order of the inputs.
    public var isOrdered: Bool

    public init(_ manifest: Path, _ work: Work = .all, isOrdered: Bool = false) {
      self.manifest = manifest
      self.work = work
      self.isOrdered = isOrdered
    }
  }

  public var recipe: Recipe
  public var inputs: InputList
  /// Where outputs are put; made if it is missing. Links below it are not followed.
  public var directory: Path
  /// Nil: as inputs are called, in the directories below the one that was walked.
  public var name: NameTemplate?
  /// `png` or `jpeg`; nil: the input's own, told by its content.
  public var format: String?
  public var options: EncodingOptions
  public var existing: Existing
  public var record: Record?
  /// Nil: all inputs.
  public var shard: Shard?
  /// Inputs worked on at a time.
  public var jobs: Int
  /// Bytes that all of them may hold together by the estimates from their headers; an input that needs more fails.
  public var memory: Int
  /// Memory that others take part in, in place of ``memory``. Such a batch is one of many small ones: directories are not
  /// searched for what killed runs left.
  var sharedBudget: MemoryBudget?

  /// - Parameters:
  ///   - jobs: nil: as many as there are processors for this process.
  ///   - memory: nil: 60 % of what the control group, the address space limit or the machine leaves.
  public init(
    _ recipe: Recipe, _ inputs: InputList, to directory: Path, jobs: Int? = nil, memory: Int? = nil
  ) {
    self.recipe = recipe
    self.inputs = inputs
    self.directory = directory
    options = EncodingOptions()
    existing = .refuse
    self.jobs = max(1, jobs ?? Processors.count)
    self.memory = max(1, memory ?? MemoryLimit.remaining)
  }

  /// What became of an input.
  public struct Outcome: Sendable {
    public enum Result: Sendable {
      case done(Report)
      /// The output is there, complete and not older than the input.
      case skipped(output: Path)
      case failed(ImagePoolError)
    }

    public var input: Path
    public var result: Result
    /// How long it took, a wait for memory included.
    public var seconds: Double
    /// The most that the process had held when it ended. Looked up once, so that a line is the same wherever it is told.
    var peakMemoryBytes = PeakMemory.bytes
    /// The JSON object of the manifest, without a line break.
    public var json: String {
      switch result {
      case .done(let report): report.json
      case .skipped(let output):
        Report.json(skipped: input, output: output, seconds: seconds, peakMemoryBytes: peakMemoryBytes)
      case .failed(let error):
        Report.json(of: error, input: input, seconds: seconds, peakMemoryBytes: peakMemoryBytes)
      }
    }
  }

  /// How far a batch is.
  public struct Progress: Sendable {
    /// Inputs that this run works on.
    public var planned = 0
    /// Those that have ended.
    public var ended = 0
    /// Inputs that this run leaves alone, since an earlier one has a line of them or they are not asked for.
    public var doneBefore = 0
    /// Those among them whose line says that they failed.
    public var failedBefore = 0
    /// Files that walks have passed over.
    public var ignored = 0
    /// The manifest, or a list of names, failed on the way, so that the batch stopped before its end.
    public var failure: ImagePoolError?
  }

  var naming: OutputNaming { OutputNaming(template: name, format: format, recipe: recipe) }

  /// Checks all names, then runs all inputs and returns when they are done.
  ///
  /// Only inputs and names in the process's own hands are safe from others: an output is put in place so that it cannot
  /// replace another file, unless ``existing`` says so. If ``Interruption`` ends the process before, the manifest is whole.
  ///
  /// - Parameters:
  ///   - cancellation: no more inputs are begun, those in work end with an error of kind `interrupted` and leave no line.
  ///   - whenInterrupted: called before a signal ends the process.
  ///   - each: called once per input as it ends, by one thread at a time.
  /// - Throws: ``OutputPlan/Refusal`` before anything is written.
  public func run(
    cancellation: Cancellation? = nil, whenInterrupted: @escaping @Sendable (Progress) -> Void = { _ in },
    each: @escaping @Sendable (Outcome, Progress) -> Void
  ) throws(OutputPlan.Refusal) -> Progress {
    let history = try RunHistory(record, existing: existing)
    let planned = try LargeBatchPlanner(self, history).check()
    try OutputPlan.makeDirectory(directory)
    let run = try LargeBatchRun(
      self, history, planned: planned, cancellation: cancellation, each: each)
    return run.run(whenInterrupted)
  }
}
