internal import ArgumentParser
internal import ImagePooling

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say how two pictures or tensors differ, as numbers and as a picture.",
    discussion: """
      Inputs are PNG, JPEG, .npy, .safetensors and .csv, told by content; - is standard input. They need one width, height and \
      number of channels. Two NaN are equal. Without a tolerance every sample has to be equal.

      Examples:
        imagepool compare expected.png result.png
        imagepool compare photo.png photo.jpg --min-psnr 30 --min-ssim 0.9
        imagepool compare expected.npy result.npy --max-abs 1e-5 --json
        imagepool compare before.png after.png -o diff.png
        imagepool compare before.png after.png -o report.html

      Exit status: 0 equal enough; 1 different; 2 not comparable: other shapes, an input that cannot be read, a number that \
      cannot be computed; 64 refused before any work.
      """)

  @OptionGroup(title: "Tolerances") var allowed: ToleranceOptions
  @OptionGroup(title: "Pictures and arrays") var samples: ComparedSampleOptions

  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: ArgumentHelp(
      "A map of the differences, a PNG: of each pixel the largest of its channels, from 0 (dark violet) to the largest of all (yellow), also where the name has no extension; - for standard output. With .html: a report, one self-contained page with the figures, both inputs, the map and the samples.",
      valueName: "FILE|-"),
    transform: Values.path)
  var output: Path?

  @Flag(help: "Replace a map or a report that exists.")
  var overwrite = false

  @Flag(help: "Report one JSON object on standard output (standard error with -o -).")
  var json = false

  @OptionGroup(title: "Limits") var limits: DecodingLimitOptions

  @Argument(help: ArgumentHelp("What is expected: a file, or - for standard input.", valueName: "A"))
  var first: String

  @Argument(help: ArgumentHelp("What is held against it: a file, or - for standard input.", valueName: "B"))
  var second: String

  func run() throws {
    let start = ContinuousClock.now
    let names = (ArgumentBytes.path(first), ArgumentBytes.path(second))
    var rules = try samples.rules()
    rules.dataRange = allowed.dataRange
    rules.failOn = limits.failOn
    rules.limits = limits.limits
    if names.0 == "-", names.1 == "-" {
      throw OutputPlan.Refusal("standard input (-) is named more than once")
    }
    try OutputPlan.checkStandardOutput(isNone: [names.0, names.1].map { $0 == "-" ? nil : $0 })
    let map = try mapOutput([names.0, names.1])
    let status: ExitStatus
    let answer: String
    do throws(ImagePoolError) {
      let (comparison, verdict) = try compare(names, by: rules, map)
      status = Self.status(verdict)
      if case .undecided(let reasons) = verdict, json {
        Console.error("imagepool: \(names.0) and \(names.1): \(reasons.joined(separator: "; "))")
      }
      answer =
        json
        ? comparison.json(
          first: names.0, second: names.1, verdict: verdict, map: output == "-" ? nil : output,
          seconds: (ContinuousClock.now - start) / .seconds(1))
        : comparison.text(first: names.0, second: names.1, verdict: verdict)
    } catch {
      // Whoever read the map has ended; nobody is there to be told.
      if error.readerWentAway { throw ExitStatus.notComparable }
      Console.error("imagepool: \(error)")
      if json {
        tell(
          Comparison.json(
            of: error, first: names.0, second: names.1, seconds: (ContinuousClock.now - start) / .seconds(1)))
      }
      throw ExitStatus.notComparable
    }
    if !tell(answer) { throw ExitStatus.notComparable }
    if status != .done { throw status }
  }

  /// - Parameter output: where the map or the report goes.
  private func compare(
    _ names: (Path, Path), by rules: Comparison.Rules, _ output: Output?
  ) throws(ImagePoolError) -> (Comparison, Comparison.Verdict) {
    guard let output, isReport else {
      let comparison = try Comparison(
        of: input(names.0), and: input(names.1), by: rules, map: output, names: names)
      return (comparison, comparison.verdict(by: allowed.tolerance))
    }
    let words = ArgumentBytes.arguments.map { ArgumentBytes.path($0) }
    let report = try ComparisonReport(
      of: input(names.0), and: input(names.1), by: rules, tolerance: allowed.tolerance, names: names,
      command: ShellText.line(["imagepool"] + words), sampleCommands: sampleCommands(names, rules))
    try report.write(to: output)
    return (report.comparison, report.verdict)
  }

  /// What shows single samples of both inputs; none where `inspect` would look at other samples than the comparison does.
  private func sampleCommands(_ names: (Path, Path), _ rules: Comparison.Rules) -> [String] {
    guard names.0 != "-", names.1 != "-", rules.depth == .keep, rules.channels == .asShown,
      rules.background == nil, rules.orientation == .upright, rules.tensorLayout == nil,
      rules.tensorNames.count != 1
    else { return [] }
    return [names.0, names.1].enumerated().map { number, name in
      let tensor = rules.tensorNames.isEmpty ? [] : ["--tensor", Path(rules.tensorNames[number])]
      return ShellText.line(
        ["imagepool", "inspect", name, "--op", "max", "--kernel", "1"] + tensor + ["--at"])
    }
  }

  private var isReport: Bool { ["html", "htm"].contains(output?.fileExtension) }

  /// False if it cannot be told.
  @discardableResult private func tell(_ text: String) -> Bool {
    if output == "-" {
      Console.error(text)
      return true
    }
    return Console.answer(text) == .done
  }

  private func input(_ name: Path) -> Input { name == "-" ? .descriptor(0) : .file(name) }

  private func mapOutput(_ inputs: [Path]) throws(OutputPlan.Refusal) -> Output? {
    guard let output else {
      if overwrite { throw OutputPlan.Refusal("--overwrite is for the map or the report, -o FILE") }
      return nil
    }
    if output == "-" {
      if Console.outputIsTerminal {
        throw OutputPlan.Refusal(
          "standard output is a terminal, which takes no pictures; redirect it or give -o FILE")
      }
      return .descriptor(1)
    }
    let isNamed = ![".png", ".html", ".htm"].contains(output.lastComponent.text.lowercased())
    guard isNamed, output.fileExtension == nil || output.fileExtension == "png" || isReport,
      !output.bytes.isEmpty, !output.endsInSlash
    else {
      throw OutputPlan.Refusal(
        "-o \(output): the map is a PNG, the report a page; give -o FILE.png or -o FILE.html")
    }
    let files = inputs.filter { $0 != "-" }
    if isReport {
      try ComparisonReport.check(page: output, inputs: files, overwrite: overwrite)
    } else {
      try Comparison.check(map: output, inputs: files, overwrite: overwrite)
    }
    return .file(output, overwrite: overwrite)
  }

  private static func status(_ verdict: Comparison.Verdict) -> ExitStatus {
    switch verdict {
    case .equalEnough: .done
    case .different: .different
    case .undecided: .notComparable
    }
  }
}
