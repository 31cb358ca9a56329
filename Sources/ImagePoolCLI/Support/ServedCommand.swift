internal import ArgumentParser
internal import ImagePooling

/// A command that `imagepool serve` answers.
protocol ServedCommand: ParsableCommand {
  /// Does what `run` does, with the request's bytes for standard input, the reply for standard output, and no words.
  ///
  /// - Throws: ``OutputPlan/Refusal`` where `run` does, ``RequestServer/Refusal``.
  func answer(_ request: RequestServer.Request) throws -> RequestServer.Reply
}

extension RequestServer.Request {
  /// The words as the parser takes them.
  var words: [String] { arguments.map { ArgumentBytes.standIn(for: $0.bytes) } }

  /// Answers with what the command line would do.
  func answered() -> RequestServer.Reply {
    let words = words
    do {
      try ParserAnswer.check(words)
      guard let command = try ImagePoolCommand.parseAsRoot(words) as? any ServedCommand else {
        return RequestServer.Reply(RequestServer.Refusal(.refused, otherCommand))
      }
      return try command.answer(self)
    } catch let refusal as OutputPlan.Refusal {
      return RequestServer.Reply(RequestServer.Refusal(.refused, refusal.description))
    } catch let refusal as RequestServer.Refusal {
      return RequestServer.Reply(refusal)
    } catch {
      let answer = ParserAnswer(error, arguments: words)
      // Help, versions and completions are for people.
      let sentence = answer.status == .done ? "help and versions are for the command line" : answer.sentence
      return RequestServer.Reply(RequestServer.Refusal(.refused, sentence))
    }
  }

  private var otherCommand: String {
    "a request has no command \(arguments.first ?? ""); there are \(ServeCommand.served.joined(separator: ", "))"
  }
}
