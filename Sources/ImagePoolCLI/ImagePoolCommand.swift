internal import ArgumentParser

@main
struct ImagePoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "imagepool", abstract: "Downsample images by pooling.")
}
