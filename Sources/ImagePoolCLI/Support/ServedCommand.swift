internal import ArgumentParser
internal import ImagePooling

/// A command that `imagepool serve` answers.
protocol ServedCommand: ParsableCommand {
  /// The operands, as they were parsed.
  var inputs: [String] { get set }
  /// The value of `-o`.
  var outputName: Path? { get set }

  /// Does what `run` does, with the request's bytes for standard input, the reply for standard output, and no words.
  ///
  /// - Throws: ``OutputPlan/Refusal`` where `run` does, ``RequestServer/Refusal``.
  func answer(_ request: RequestServer.Request) throws -> RequestServer.Reply
}

extension RequestServer.Request {
  /// The words as the parser takes them.
  var words: [String] { arguments.map { ArgumentBytes.standIn(for: $0.bytes) } }

  /// Answers with what the command line would do.
  func answered(by commands: ParsedCommands) -> RequestServer.Reply {
    do {
      try checkLayers()
      return try commands.command(arguments).answer(self)
    } catch let refusal as OutputPlan.Refusal {
      return RequestServer.Reply(RequestServer.Refusal(.refused, refusal.description))
    } catch let refusal as RequestServer.Refusal {
      return RequestServer.Reply(refusal)
    } catch {
      let answer = ParserAnswer(error, arguments: words)
      let sentence = answer.status == .done ? ParsedCommands.noHelp : answer.sentence
      return RequestServer.Reply(RequestServer.Refusal(.refused, sentence))
    }
  }

  /// Lists of layers name files, too.
  private func checkLayers() throws(RequestServer.Refusal) {
    let (option, joined) = (Array("--layers".utf8), Array("--layers=".utf8))
    for (place, word) in arguments.enumerated() {
      let list: Path
      if word.bytes == option, place + 1 < arguments.count {
        list = arguments[place + 1]
      } else if word.bytes.starts(with: joined) {
        list = Path(bytes: Array(word.bytes[joined.count...]))
      } else {
        continue
      }
      // What is wrong with the list the command tells.
      guard let layers = try? LayerFile.words(list) else { continue }
      for words in layers { try check(words.map { Path($0) }) }
    }
  }
}
