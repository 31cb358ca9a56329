internal import ArgumentParser
internal import ImagePooling

/// Inputs, a recipe and where results go: what `pool`, `backward` and `unpool` have in common.
struct BatchRequest {
  let inputs: [String]
  let picture: PictureOptions
  let output: OutputOptions
  let work: LimitOptions
  var writesIndices = false
  /// Results have to be tensors: their values are those of a model.
  var tensorsOnly = false
  /// Files that are read beside the inputs.
  var arrays: [Path] = []
  /// The format of results whose name does not tell.
  var format: String?

  /// A recipe with everything that the options say of pictures and limits.
  func recipe(_ layers: [Pooling]) -> Recipe {
    var recipe = Recipe(
      layers: layers, channels: picture.channelLayout, alpha: picture.alpha, background: picture.background,
      orientation: picture.orientation, linearLight: picture.linear, failOn: work.failOn, limits: work.limits,
      tensorLayout: picture.layout, range: picture.range)
    recipe.tensorName = picture.tensor
    recipe.outputLayout = output.outputLayout
    return recipe
  }

  func run(_ recipe: Recipe) throws {
    let plan = try OutputPlan(planRequest())
    let isText = output.format == "csv" || output.format == "json"
    if plan.writesToStandardOutput, Console.outputIsTerminal, !isText {
      throw OutputPlan.Refusal(
        "standard output is a terminal, which takes no pictures; redirect it or give -o FILE")
    }
    try plan.makeDirectory()
    let status = BatchRun(plan.items, reportsJSON: output.json, outputIsTaken: plan.writesToStandardOutput)
      .run(Batch(recipe, jobs: work.jobs))
    if status != .done { throw status }
  }

  /// Prints the shapes of a recipe's layers for every input; nothing is pooled or written.
  func printShapes(_ recipe: Recipe) throws {
    try OutputPlan.checkStandardOutput(
      isNone: inputs.map { $0 == "-" ? nil : ArgumentBytes.path($0) } + arrays)
    var status = ExitStatus.done
    do throws(Console.Failure) {
      for word in inputs where try !printShapes(recipe, of: word) { status = .failed }
    } catch {
      if !error.readerWentAway {
        Console.error("imagepool: cannot write to standard output: \(error.text)")
        status = .failed
      }
    }
    if status != .done { throw status }
  }

  /// False if the input has none.
  private func printShapes(_ recipe: Recipe, of word: String) throws(Console.Failure) -> Bool {
    let path = ArgumentBytes.path(word)
    let shapes: [LayerShape]
    do throws(ImagePoolError) {
      shapes = try recipe.shapes(of: word == "-" ? .descriptor(0) : .file(path), name: path)
    } catch {
      Console.error("imagepool: \(error)")
      if output.json { try Console.output(Report.json(of: error, input: path)) }
      return false
    }
    let heading = inputs.count > 1 ? "\(path):\n" : ""
    try Console.output(
      output.json ? LayerShape.json(shapes, input: path) : heading + LayerShape.table(shapes))
    return true
  }

  /// The same for a request.
  func shapes(_ recipe: Recipe, _ request: RequestServer.Request) throws -> RequestServer.Reply {
    var reply = RequestServer.Reply(reports: [], failures: false)
    for word in inputs {
      let path = ArgumentBytes.path(word)
      let input = try request.input(path)
      do throws(ImagePoolError) {
        reply.reports.append(LayerShape.json(try recipe.shapes(of: input, name: path), input: path))
      } catch {
        reply.status = ExitStatus.failed.rawValue
        reply.reports.append(Report.json(of: error, input: path))
      }
    }
    try request.checkInput()
    return reply
  }

  /// What is to be planned.
  ///
  /// - Parameter words: the command line, for the line to type instead.
  func planRequest(_ words: [String] = ArgumentBytes.arguments) throws -> OutputPlan.Request {
    var dumps: [Dump.Content] = []
    for content in output.dump where !dumps.contains(content) { dumps.append(content) }
    if writesIndices { dumps.append(.indices) }
    let destination: OutputPlan.Destination
    switch output.output {
    case nil:
      guard !dumps.isEmpty else { throw OutputPlan.Refusal(nothingToWrite(words)) }
      destination = .dumpsOnly
      if let format = output.format {
        throw OutputPlan.Refusal("--format \(format) needs -o; dumps have formats of their own")
      }
    case "-": destination = .standardOutput
    case .some(let path):
      guard !path.bytes.isEmpty else { throw OutputPlan.Refusal("-o has an empty name; give -o FILE") }
      destination = .path(path)
    }
    var plan = OutputPlan.Request(
      inputs: inputs.map { $0 == "-" ? nil : ArgumentBytes.path($0) }, arrays: arrays, to: destination,
      format: output.format ?? defaultFormat, options: output.encodingOptions,
      name: try output.name.map { (name) throws(OutputPlan.Refusal) in try NameTemplate(name) },
      dumps: dumps, overwrite: output.overwrite, channels: channels)
    plan.tensorsOnly = tensorsOnly
    return plan
  }

  /// Nil where the output's extension decides.
  private var defaultFormat: String? {
    guard let format, let path = output.output else { return nil }
    let isNamed = path.fileExtension != nil && !path.endsInSlash && inputs.count == 1
    return isNamed ? nil : format
  }

  private var channels: Int? {
    switch picture.channels {
    case .gray: 1
    case .rgb: 3
    case .rgba: 4
    case .keep, nil: nil
    }
  }

  /// The line to type instead.
  private func nothingToWrite(_ words: [String]) -> String {
    let words = words.map { word in
      let path = ArgumentBytes.path(word)
      let text = path.text
      let isPlain = text.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=:+@%".contains($0))
      }
      if isPlain, !text.isEmpty { return text }
      // With control characters in it, the way in which shells write those.
      if !text.isEmpty, path.description != text {
        return "$'"
          + path.description.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'")
          + "'"
      }
      return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
    }
    let place = inputs.count > 1 ? "out/" : format == nil ? "pooled.png" : "gradient.npy"
    // Options go before a `--`, behind which everything is a file.
    let end = words.firstIndex(of: "--") ?? words.endIndex
    let line = (["imagepool"] + words[..<end] + ["-o", place] + words[end...]).joined(separator: " ")
    return "nothing to write: name a result (-o) or a dump (--dump), for example\n  \(line)"
  }
}
