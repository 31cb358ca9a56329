internal import ArgumentParser
internal import ImagePooling

struct InfoCommand: ParsableCommand {
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

  @Argument(help: ArgumentHelp("Files, or - for standard input.", valueName: "input"))
  var inputs: [String]

  func run() throws {
    var status = ExitStatus.done
    for word in inputs {
      let name = ArgumentBytes.path(word)
      let input: Input = name == "-" ? .descriptor(0) : .file(name)
      let isTaken: Bool
      do throws(ImagePoolError) {
        let info = try SourceInfo.of(input)
        isTaken = Console.output(json ? info.json(input: name) : "\(name): \(info)")
      } catch {
        status = .failed
        var error = error
        error.input = name.description
        Console.error("imagepool: \(error)")
        isTaken = !json || Console.output(Report.json(of: error, input: name))
      }
      // Nobody reads on: end quietly.
      if !isTaken { return }
    }
    if status != .done { throw status }
  }
}
