internal import ArgumentParser
internal import ImagePooling

struct PoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool", abstract: "Pool images or tensors; write images, feature maps, or both.",
    discussion: """
      Inputs are PNG, JPEG, .npy and .csv (a plane of numbers), told by content; - is standard input.

      Examples:
        imagepool pool --op average --kernel 8 photo.jpg -o small.png
        imagepool pool --op max --kernel 3 --stride 2 photo.jpg --dump heatmap
        imagepool pool --op area --output-size 240,320 *.jpg -o thumbs/ --json
        imagepool pool --op adaptive-max --output-size 7 map.npy -o pooled.npy
        echo 1,2,3,4 | imagepool pool --op max --kernel 1,2 - -o - --format csv
      """)

  @OptionGroup(title: "Pooling") var window: WindowOptions
  @OptionGroup(title: "Pictures and arrays") var picture: PictureOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Work and limits") var work: LimitOptions

  @Argument(help: ArgumentHelp("Files, or - for standard input.", valueName: "input"))
  var inputs: [String]

  func run() throws {
    let layer = try window.layer(picture)
    let recipe = Recipe(
      layers: [layer], channels: picture.channelLayout, alpha: picture.alpha,
      background: picture.background, orientation: picture.orientation, linearLight: picture.linear,
      failOn: work.failOn, limits: work.limits, tensorLayout: picture.layout, range: picture.range)
    let plan = try OutputPlan(request())
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

  private func request() throws -> OutputPlan.Request {
    var dumps: [Dump.Content] = []
    for content in output.dump where !dumps.contains(content) { dumps.append(content) }
    if window.indices { dumps.append(.indices) }
    let destination: OutputPlan.Destination
    switch output.output {
    case nil:
      guard !dumps.isEmpty else { throw OutputPlan.Refusal(nothingToWrite) }
      destination = .dumpsOnly
      if let format = output.format {
        throw OutputPlan.Refusal("--format \(format) needs -o; dumps have formats of their own")
      }
    case "-": destination = .standardOutput
    case .some(let path):
      guard !path.bytes.isEmpty else { throw OutputPlan.Refusal("-o has an empty name; give -o FILE") }
      destination = .path(path)
    }
    return OutputPlan.Request(
      inputs: inputs.map { $0 == "-" ? nil : ArgumentBytes.path($0) }, to: destination,
      format: output.format, options: output.encodingOptions,
      name: try output.name.map { (name) throws(OutputPlan.Refusal) in try NameTemplate(name) },
      dumps: dumps, overwrite: output.overwrite, channels: channels)
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
  private var nothingToWrite: String {
    let words = ArgumentBytes.arguments.map { word in
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
    let place = inputs.count > 1 ? "out/" : "pooled.png"
    // Options go before a `--`, behind which everything is a file.
    let end = words.firstIndex(of: "--") ?? words.endIndex
    let line = (["imagepool"] + words[..<end] + ["-o", place] + words[end...]).joined(separator: " ")
    return "nothing to write: name a result (-o) or a dump (--dump), for example\n  \(line)"
  }
}
