internal import ArgumentParser
internal import ImagePooling

@main
enum ImagePoolMain {
  static func main() {
    Console.occupyClosedStreams()
    Interruption.cleanUpWhenInterrupted()
    do {
      var command = try ImagePoolCommand.parseAsRoot(ArgumentBytes.arguments)
      try command.run()
    } catch let refusal as OutputPlan.Refusal {
      Console.error("imagepool: \(refusal)")
      Console.exit(ExitStatus.refused)
    } catch let status as ExitStatus {
      Console.exit(status)
    } catch {
      let text = ArgumentBytes.readable(ImagePoolCommand.fullMessage(for: error))
      let code = ImagePoolCommand.exitCode(for: error)
      if code.isSuccess { Console.exit(Console.answer(text)) }
      Console.error(text)
      Console.exit(ExitStatus(rawValue: code.rawValue))
    }
    Console.exit(.done)
  }
}
