internal import TarArchive

/// One recipe over the pictures of a tar archive, such as a shard of a WebDataset, into another archive.
///
/// Members are told by content. A PNG or JPEG becomes its result, in its place; every other member keeps its name and its content
/// byte for byte, so the members of a sample stay neighbours in their order. Headers are written anew and the same in every run
/// (``TarArchive/TarWriter``), so one archive and one recipe always give the same bytes, however many jobs there are.
///
/// The archive is read and written once from front to back: either may be a pipe. Held are the encoded pictures that are worked on
/// and the results that wait for their turn, 64 MiB or one picture at most, and beside that ``Limits/memory`` for decoding and
/// pooling. A member that is copied is held only if it is small.
public struct TarBatch: Sendable {
  /// What becomes of a picture that cannot be pooled.
  public enum Failures: String, Hashable, Sendable, CaseIterable {
    /// It ends the run; no archive appears.
    case refuse
    /// In its place stands a member `NAME.error.json` that says why.
    case member
    /// It is copied as it is.
    case keep
  }

  public var recipe: Recipe
  /// A name of ``EncodingOptions/formats``; nil: each picture's own.
  public var format: String?
  public var options: EncodingOptions
  public var failures: Failures
  /// Pictures worked on at a time.
  public var jobs: Int

  /// - Parameter jobs: nil: as many as there are processors for this process.
  public init(
    _ recipe: Recipe, as format: String? = nil, options: EncodingOptions = EncodingOptions(),
    failures: Failures = .refuse, jobs: Int? = nil
  ) {
    self.recipe = recipe
    self.format = format
    self.options = options
    self.failures = failures
    self.jobs = max(1, jobs ?? Processors.count)
  }

  /// What became of an archive.
  public struct Summary: Sendable {
    public var pooled = 0
    /// Of those, how many have warnings.
    public var warned = 0
    public var copied = 0
    /// Pictures that could not be pooled, by kind.
    public var failures: [ImagePoolError.Kind: Int] = [:]
    /// What must be known about the archive itself.
    public var warnings: [String] = []
    /// The archive, if it went to memory.
    public var bytes: [UInt8]?

    public var failed: Int { failures.values.reduce(0, +) }
  }

  /// Runs over an archive and returns when its result is in place.
  ///
  /// - Parameters:
  ///   - name: what the archive is called in reports and errors; nil: a file's own name.
  ///   - each: called once per member, in the archive's order, by one thread at a time.
  /// - Throws: ``ImagePoolError``: the archive cannot be read or is broken, the result cannot be written, two members of a sample
  ///   would have one name, or, with ``Failures/refuse``, a picture cannot be pooled. Then nothing appears; a pipe that has been
  ///   given bytes gets no more, and they end inside a member.
  public func run(
    _ input: Input, name: Path? = nil, to output: Output, cancellation: Cancellation? = nil,
    each: @escaping @Sendable (Member) -> Void = { _ in }
  ) throws(ImagePoolError) -> Summary {
    let name = Recipe.name(of: input, name)
    do throws(ImagePoolError) {
      let source = try TarSource(input)
      let target = try TarOutput(output)
      return try TarRun(self, name, source, target, cancellation, each).run()
    } catch {
      throw error.of(name?.description)
    }
  }

  /// Looks at files before anything is done.
  ///
  /// - Parameters:
  ///   - input: nil: standard input, which may be a file, too.
  ///   - output: `-`: standard output.
  ///   - arrays: what is read beside the archive (layers, samples): no output changes it either.
  /// - Throws: ``OutputPlan/Refusal`` if the output exists and may not be replaced, or is one of what is read.
  public static func check(
    _ input: Path?, _ output: Path, arrays: [Path] = [], overwrite: Bool
  ) throws(OutputPlan.Refusal) {
    let written = output == "-" ? try? SystemCalls.facts(of: 1) : try? SystemCalls.facts(of: output)
    let isStream = output == "-" || SystemCalls.isStream(output)
    // Where a pipe or a device is both, nothing is lost.
    if let written, !isStream || written.sort == .regular {
      try check(input, (output, written), arrays)
    }
    // Reports may go where the archive does not.
    if output != "-" { try OutputPlan.checkStandardOutput(isNone: [input] + arrays) }
    guard !isStream else { return }
    if let written, written.sort == .directory {
      throw OutputPlan.Refusal("\(output) is a directory; name the archive to write")
    }
    if !overwrite, SystemCalls.exists(output) {
      throw OutputPlan.Refusal("\(output) exists; give another name, or --overwrite to replace it")
    }
  }

  private static func check(
    _ input: Path?, _ output: (path: Path, facts: SystemCalls.Facts), _ arrays: [Path]
  ) throws(OutputPlan.Refusal) {
    let (name, cure) =
      output.path == "-"
      ? ("standard output", "redirect it elsewhere") : (output.path.description, "give another name")
    let given = input.map { try? SystemCalls.facts(of: $0) } ?? (try? SystemCalls.facts(of: 0))
    if let given, given.isSameFile(as: output.facts) {
      throw OutputPlan.Refusal("\(name) is the input itself; \(cure)")
    }
    for path in arrays {
      guard let facts = try? SystemCalls.facts(of: path), facts.isSameFile(as: output.facts) else { continue }
      throw OutputPlan.Refusal("\(name) is an input (\(path)), and inputs are never changed; \(cure)")
    }
  }

  /// Whether an output of that name goes to where standard output goes.
  public static func isStandardOutput(_ output: Path) -> Bool {
    guard output != "-" else { return true }
    guard SystemCalls.isStream(output), output != "/dev/null",
      let (ours, theirs) = try? (SystemCalls.facts(of: output), SystemCalls.facts(of: 1))
    else { return false }
    return ours.isSameFile(as: theirs)
  }
}
