/// One recipe over many inputs whose results become one tensor N, C, H, W (or N, H, W, C): a batch as a model takes it.
///
/// Headers tell the shapes first; then every sample is pooled straight into its place in the file, several at a time. What is
/// held is rows, never the stack. The file appears when all samples are in it; if one fails, nothing appears.
public struct Stack: Sendable {
  public var recipe: Recipe
  /// Samples in their order along N.
  public var inputs: [Path]
  /// `.npy`, whose names stand beside it in a `.txt` (one per line), or `.safetensors`, whose tensor is `output` and whose
  /// metadata hold the names as a JSON array under `names`.
  public var output: Path
  public var overwrite: Bool
  /// Files that are read beside the inputs, such as logits; no output may replace them.
  public var arrays: [Path] = []
  /// Inputs worked on at a time.
  public var jobs: Int

  /// - Parameters:
  ///   - recipe: ``Recipe/outputLayout`` `nhwc` puts channels last; its normalization and limits hold.
  ///   - jobs: nil: as many as there are processors for this process.
  public init(
    _ recipe: Recipe, of inputs: [Path], to output: Path, overwrite: Bool = false, jobs: Int? = nil
  ) {
    self.recipe = recipe
    self.inputs = inputs
    self.output = output
    self.overwrite = overwrite
    self.jobs = max(1, jobs ?? Processors.count)
  }

  /// Pools all inputs into the stack.
  ///
  /// - Parameters:
  ///   - cancellation: ends the work; nothing is written.
  ///   - each: called once per input in their order, after everything is in place or has failed: then the input that failed
  ///     has its error, and the others are of kind `interrupted`.
  /// - Throws: ``OutputPlan/Refusal`` before any work: for outputs that exist or are inputs, inputs that cannot be read
  ///   twice, and samples that differ in shape or element type, naming the first two.
  public func run(
    cancellation: Cancellation? = nil, each: (Batch.Outcome) -> Void
  ) throws(OutputPlan.Refusal) {
    let format = try checkRequest()
    let samples: [StackSample]
    do throws(Failure) { samples = try self.samples() } catch {
      return tell(failure: error, each)
    }
    if let other = samples.firstIndex(where: { $0 != samples[0] }) {
      throw OutputPlan.Refusal(
        "\(inputs[0]) gives \(samples[0].description) and \(inputs[other]) \(samples[other].description); a stack takes samples of one shape and type"
      )
    }
    do throws(Failure) {
      let reports = try write(samples[0], format, cancellation)
      for (index, outcome) in reports.enumerated() {
        each(
          Batch.Outcome(index: index, result: .success(outcome.report), seconds: outcome.seconds))
      }
    } catch {
      tell(failure: error, each)
    }
  }

  /// An input, and what was wrong with it.
  struct Failure: Error {
    /// Nil: it was the file of the stack.
    var index: Int?
    var error: ImagePoolError
    var seconds = 0.0
  }

  struct Done {
    var report: Report
    var seconds: Double
  }

  private func tell(failure: Failure, _ each: (Batch.Outcome) -> Void) {
    for (index, input) in inputs.enumerated() {
      let isCause = failure.index == index || (failure.index == nil && index == 0)
      let error =
        isCause
        ? failure.error.of(input.description)
        : ImagePoolError(
          .interrupted, "was not stacked, since another input failed", input: input.description)
      each(
        Batch.Outcome(
          index: index, result: .failure(error), seconds: isCause ? failure.seconds : 0, isBegun: isCause))
    }
  }

  // MARK: - Planning

  var namesFile: Path { output.withoutExtension.appending(".txt") }

  /// - Returns: the format of the output.
  private func checkRequest() throws(OutputPlan.Refusal) -> String {
    guard !inputs.isEmpty else { throw OutputPlan.Refusal("a stack needs inputs") }
    let format = output.fileExtension.flatMap(EncodingOptions.format(ofExtension:))
    guard let format, format == "npy" || format == "safetensors" else {
      throw OutputPlan.Refusal("a stack is a tensor: give -o FILE.npy or -o FILE.safetensors, not \(output)")
    }
    guard !SystemCalls.isStream(output) else {
      throw OutputPlan.Refusal("\(output) is a pipe or a device, and a stack needs a file")
    }
    if let layout = recipe.outputLayout, layout.rank != 4 {
      throw OutputPlan.Refusal("a stack has four axes: --output-layout nchw or nhwc, not \(layout.rawValue)")
    }
    for input in inputs {
      // Headers are read before the samples are.
      if let facts = try? SystemCalls.facts(of: input), facts.sort == .other {
        throw OutputPlan.Refusal("\(input) is a pipe or a device, and a stack reads its inputs twice")
      }
      if format == "npy", input.bytes.contains(UInt8(ascii: "\n")) {
        throw OutputPlan.Refusal(
          "\(input) has a line break in its name, which a list of names cannot hold; give -o FILE.safetensors"
        )
      }
    }
    let names =
      [(path: output, what: "the stack")]
      + (format == "npy" ? [(path: namesFile, what: "its list of names")] : [])
    try OutputPlanner(inputs: inputs, arrays: arrays, names: names, overwrite: overwrite).check()
    return format
  }

  private func samples() throws(Failure) -> [StackSample] {
    var samples: [StackSample] = []
    for (index, input) in inputs.enumerated() {
      do throws(ImagePoolError) {
        let run = RecipeRun(recipe, RunContext(name: input))
        samples.append(try run.stackSample(.file(input)))
      } catch {
        throw Failure(index: index, error: error)
      }
    }
    return samples
  }
}
