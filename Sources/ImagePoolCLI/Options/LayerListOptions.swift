internal import ArgumentParser
internal import ImagePooling

/// Several poolings, one over the result of the other.
struct LayerListOptions: ParsableArguments {
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
}
