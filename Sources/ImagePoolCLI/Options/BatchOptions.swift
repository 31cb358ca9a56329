internal import ArgumentParser
internal import ImagePooling

/// Where the results of many inputs go, and what is kept of their history.
struct BatchOptions: ParsableArguments {
  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: ArgumentHelp("The directory for results; made if it is missing.", valueName: "DIR"),
    transform: Values.path)
  var output: Path

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also take the files that FILE names, each ended by a zero byte or, without any, by a line break; - is standard input.",
      valueName: "FILE|-"),
    transform: Values.path)
  var from: Path?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Names below DIR, from {dir}, {stem}, {ext}, {parent}, {index}, {width}, {height} (default: the input's own).",
      valueName: "pattern"),
    transform: Values.path)
  var name: Path?

  @Option(
    help: ArgumentHelp("png or jpeg (default: the input's, told by its content).", valueName: "format"),
    transform: Values.pictureFormat)
  var format: String?

  @Flag(help: "Replace outputs that exist.")
  var overwrite = false

  @Flag(help: "Skip outputs that are complete and not older than their input; replace the others.")
  var update = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Write a JSON object per input to FILE as each ends.", valueName: "FILE"),
    transform: Values.path)
  var manifest: Path?

  @Flag(help: "In the end, bring the manifest into the order of the inputs.")
  var ordered = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Go on with a broken run: inputs that the manifest FILE has are done.", valueName: "FILE"),
    transform: Values.path)
  var resume: Path?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Take only the inputs that failed in the manifest FILE, and replace their lines.", valueName: "FILE"),
    transform: Values.path)
  var retryFailed: Path?

  @Option(
    help: ArgumentHelp("Take part I of N of the inputs, the same parts on every machine.", valueName: "I/N"),
    transform: Values.shard)
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Memory for all jobs together, by estimates from the headers (default: 60 % of what is left).",
      valueName: "size"),
    transform: Values.bytes)
  var memory: Int?

  @Option(
    help: ArgumentHelp("How long one input may take.", valueName: "seconds"), transform: Values.seconds)
  var timeoutPerFile: Duration?

  @Flag(help: "Report one JSON object per input on standard output, as each ends.")
  var json = false

  func validate() throws {
    let records = [("--manifest", manifest), ("--resume", resume), ("--retry-failed", retryFailed)].filter {
      $0.1 != nil
    }
    if records.count > 1 {
      throw ValidationError("\(records[0].0) and \(records[1].0) both name the manifest; give one")
    }
    if ordered, records.isEmpty { throw ValidationError("--ordered needs --manifest") }
    if overwrite, update { throw ValidationError("--overwrite and --update contradict each other; give one") }
    if output.bytes.isEmpty { throw ValidationError("-o has an empty name; give -o DIR") }
  }

  var existing: LargeBatch.Existing { overwrite ? .overwrite : update ? .update : .refuse }

  var record: LargeBatch.Record? {
    if let manifest { return LargeBatch.Record(manifest, isOrdered: ordered) }
    if let resume { return LargeBatch.Record(resume, .missing, isOrdered: ordered) }
    return retryFailed.map { LargeBatch.Record($0, .failures, isOrdered: ordered) }
  }

  /// What was given and makes no sense for a single picture.
  var namesOfWholeBatches: [String] {
    [
      (from != nil, "--from"), (manifest != nil, "--manifest"), (resume != nil, "--resume"),
      (retryFailed != nil, "--retry-failed"), (shard != nil, "--shard"), (memory != nil, "--memory"),
    ].filter(\.0).map(\.1)
  }

  /// A batch of these inputs. What results are encoded with is left to the caller.
  func batch(_ recipe: Recipe, of inputs: [String], jobs: Int?) throws(OutputPlan.Refusal) -> LargeBatch {
    if output == "-" {
      throw OutputPlan.Refusal(
        "-o - would be standard output, and thumbnails are files; give a directory (./- for one of that name)"
      )
    }
    guard !inputs.isEmpty || from != nil else {
      throw OutputPlan.Refusal("there are no inputs; name files or directories, or a list with --from")
    }
    guard !inputs.contains("-") else {
      throw OutputPlan.Refusal(
        "- is no input of a batch; --from - reads names, and a file of that name is ./-")
    }
    let list = try InputList(inputs.map(ArgumentBytes.path), from: from)
    var batch = LargeBatch(recipe, list, to: output, jobs: jobs, memory: memory)
    batch.name = try name.map { (name) throws(OutputPlan.Refusal) in try NameTemplate(belowDirectory: name) }
    batch.format = format
    batch.existing = existing
    batch.record = record
    batch.shard = shard
    return batch
  }
}
