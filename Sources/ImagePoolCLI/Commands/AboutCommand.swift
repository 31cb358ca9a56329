internal import ArgumentParser
internal import ImagePooling

struct AboutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "about",
    abstract: "Say which versions take part: imagepool, the codecs, the instruction set, the frameworks.")

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    Console.output(json ? Versions.json : Versions.text)
  }
}
