internal import ArgumentParser
internal import ImagePooling

struct InfoCommand: ServedCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a file is, from its header and metadata, without decoding it.",
    discussion: """
      Also whether it can be pooled in a stream of rows, and what memory decoding it needs.

      Examples:
        imagepool info photo.jpg
        imagepool info --json *.png
      """)

  @Flag(help: "Report one JSON object per input.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Memory for a table (.csv) or the header of a container (.safetensors), such as 512M (default: 256M, less on small machines).",
      valueName: "size"),
    transform: Values.bytes)
  var maxMemory: Int?

  @Argument(help: ArgumentHelp("Files, or - for standard input.", valueName: "input"))
  var inputs: [String]

  private var limits: Limits { Limits(memory: maxMemory) }

  func run() throws {
    try OutputPlan.checkStandardOutput(isNone: inputs.map { $0 == "-" ? nil : ArgumentBytes.path($0) })
    var status = ExitStatus.done
    do throws(Console.Failure) {
      for word in inputs where try !tell(ArgumentBytes.path(word)) { status = .failed }
    } catch {
      // Nobody reads on: end quietly.
      if !error.readerWentAway {
        Console.error("imagepool: cannot write to standard output: \(error.text)")
        status = .failed
      }
    }
    if status != .done { throw status }
  }

  /// There is none.
  var outputName: Path? {
    get { nil }
    set {}
  }

  func answer(_ request: RequestServer.Request) throws -> RequestServer.Reply {
    var reply = RequestServer.Reply(reports: [], failures: false)
    for word in inputs {
      let name = ArgumentBytes.path(word)
      let input = try request.input(name)
      do throws(ImagePoolError) {
        reply.reports.append(try SourceInfo.of(input, limits: limits).json(input: name))
      } catch {
        reply.status = ExitStatus.failed.rawValue
        reply.reports.append(Report.json(of: error, input: name))
      }
    }
    try request.checkInput()
    return reply
  }

  /// Tells of one input; false if it cannot be told what it is.
  private func tell(_ name: Path) throws(Console.Failure) -> Bool {
    let start = ContinuousClock.now
    let info: SourceInfo
    do throws(ImagePoolError) {
      info = try SourceInfo.of(name == "-" ? .descriptor(0) : .file(name), limits: limits)
    } catch {
      var error = error
      error.input = name.description
      Console.error("imagepool: \(error)")
      if json {
        try Console.output(
          Report.json(of: error, input: name, seconds: (ContinuousClock.now - start) / .seconds(1)))
      }
      return false
    }
    try Console.output(json ? info.json(input: name) : "\(name): \(info)")
    return true
  }
}
