internal import ArgumentParser
internal import ImagePooling

struct AboutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "about",
    abstract: "Say which versions take part: imagepool, the codecs, the instruction set, the frameworks.")

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let status = Console.answer(json ? Versions.json : Versions.text)
    if status != .done { throw status }
  }
}
