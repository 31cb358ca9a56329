internal import ArgumentParser
internal import ImagePooling

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer requests, a line of JSON each, on standard input and output.",
    discussion: """
      For callers in any language: the program is started once, and a request is
      the words of a command line. Inputs and results are files, or bytes behind
      the lines of request and reply. Replies come as they are done, with the
      request's id. The protocol is in docs/serve.md.

      Examples:
        echo '{"id": 1, "arguments": ["info", "photo.jpg"]}' | imagepool serve

      Exit status: 0 the input ended and all requests are answered, failed ones
      too; 1 the input ended in the middle of a request, or nobody reads the
      replies; 129, 130, 143 interrupted: requests at work are dropped, with
      nothing half-written.
      """)

  @Option(
    help: ArgumentHelp("Requests worked on at a time (default: the processors).", valueName: "N"),
    transform: Values.positive)
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Memory for all requests together, a quarter of it for inputs that come with them (default: 60 % of what is left).",
      valueName: "size"),
    transform: Values.bytes)
  var memory: Int?

  /// The commands that requests can ask for.
  static var served: [String] {
    ImagePoolCommand.configuration.subcommands.filter { $0 is any ServedCommand.Type }
      .compactMap { $0.configuration.commandName }
  }

  func run() throws {
    let server = RequestServer(commands: Self.served, jobs: jobs, memory: memory)
    let commands = ParsedCommands()
    let end = server.run(whenLost: { error in
      if !error.readerWentAway { Console.error("imagepool: \(error)") }
      Interruption.endProcess(status: ExitStatus.failed.rawValue)
    }) { $0.answered(by: commands) }
    switch end {
    case .done: return
    case .cutShort: Console.error("imagepool: standard input ended in the middle of a request")
    case .failed(let error): Console.error("imagepool: \(error)")
    }
    throw ExitStatus.failed
  }
}
