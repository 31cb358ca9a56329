internal import ArgumentParser
internal import ImagePooling

/// What there is to say when the parser has no command to run: help that was asked for, or one line on what is wrong.
struct ParserAnswer {
  let text: String
  /// The same without the program's name in front.
  let sentence: String
  let status: ExitStatus

  /// Words that ask for help, a version or a completion script.
  private static let questions: Set<String> = ["-h", "-help", "--help", "--help-hidden", "--version", "help"]
  private static let questionBeginnings = ["--generate-completion-script", "--experimental-dump-help"]

  init(_ error: any Error, arguments: [String]) {
    let options = arguments.prefix { $0 != "--" }
    let isAsked = options.contains { word in
      Self.questions.contains(word) || Self.questionBeginnings.contains { word.hasPrefix($0) }
    }
    let code = ImagePoolCommand.exitCode(for: error)
    if code.isSuccess, isAsked || arguments.isEmpty {
      text = ArgumentBytes.path(ImagePoolCommand.fullMessage(for: error)).text
      sentence = text
      status = .done
      return
    }
    let what: String
    if code.isSuccess {
      // A file name such as -dash.png is read as a bundle of options, -h among them.
      let word = options.first { $0.count > 2 && $0.hasPrefix("-") && !$0.hasPrefix("--") } ?? ""
      let name = ArgumentBytes.path(word)
      what = "\(name) is read as options; if it is a file, write ./\(name)"
    } else {
      // Names in the parser's words are escaped, its line breaks are not wanted.
      let words = ImagePoolCommand.message(for: error).split(whereSeparator: \.isNewline)
      let sentence = ArgumentBytes.path(words.joined(separator: " ")).description
      what = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }
    let command = Self.commands.first { $0 == arguments.first }.map { " \($0)" } ?? ""
    sentence = "\(what); see imagepool\(command) --help"
    text = "imagepool: \(sentence)"
    status = code.isSuccess ? .refused : ExitStatus(rawValue: code.rawValue)
  }

  private static var commands: [String] {
    ImagePoolCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// What the parser would misunderstand without a word.
  ///
  /// - Throws: ``OutputPlan/Refusal``.
  static func check(_ arguments: [String]) throws(OutputPlan.Refusal) {
    for word in arguments.prefix(while: { $0 != "--" })
    where word.hasPrefix("--") && word.hasSuffix("=") && word.firstIndex(of: "=") == word.indices.last {
      // The parser would take the next word for the value.
      throw OutputPlan.Refusal("\(ArgumentBytes.path(String(word.dropLast()))) has no value behind its =")
    }
    if arguments.count == 2, arguments[0] == "help", !commands.contains(arguments[1]), arguments[1] != "help"
    {
      let name = ArgumentBytes.path(arguments[1])
      throw OutputPlan.Refusal(
        "there is no command \(name); there are \(commands.joined(separator: ", "))")
    }
  }
}
