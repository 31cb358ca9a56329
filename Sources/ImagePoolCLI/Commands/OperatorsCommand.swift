internal import ArgumentParser
internal import ImagePooling

struct OperatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operators", abstract: "List the operators, with one example of each.")

  func run() throws {
    let status = Console.answer(OperatorCatalogue.text)
    if status != .done { throw status }
  }
}
