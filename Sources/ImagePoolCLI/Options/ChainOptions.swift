internal import ArgumentParser
internal import ImagePooling

/// Several poolings in a row.
struct ChainOptions: ParsableArguments {
  @Option(
    name: .customLong("layer"),
    help: ArgumentHelp(
      "One layer: an operator and its options, such as 'max kernel=2 stride=2'. Repeatable.",
      valueName: "layer"))
  var layer: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Layers from a JSON file: [{\"op\": \"max\", \"kernel\": 2}, ...].", valueName: "FILE"),
    transform: Values.path)
  var layers: Path?

  @Flag(help: "Print the shapes of all layers; pool and write nothing.")
  var dryRun = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("attention: an array of logits, of the input's size.", valueName: "FILE"),
    transform: Values.path)
  var logits: Path?
}
