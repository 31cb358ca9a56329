internal import ArgumentParser
internal import ImagePooling

@main
enum ImagePoolMain {
  static func main() {
    Console.occupyClosedStreams()
    Interruption.cleanUpWhenInterrupted()
    var arguments = ArgumentBytes.arguments
    // The help of `operators` is its list, whose lines are not to be wrapped.
    if arguments == ["help", "operators"] { arguments = ["operators"] }
    do {
      try ParserAnswer.check(arguments)
      var command = try ImagePoolCommand.parseAsRoot(arguments)
      try command.run()
    } catch let refusal as OutputPlan.Refusal {
      Console.error("imagepool: \(refusal)")
      Console.exit(ExitStatus.refused)
    } catch let status as ExitStatus {
      Console.exit(status)
    } catch {
      let answer = ParserAnswer(error, arguments: arguments)
      if answer.status == .done { Console.exit(Console.answer(answer.text)) }
      Console.error(answer.text)
      Console.exit(answer.status)
    }
    Console.exit(.done)
  }
}
