internal import ArgumentParser
internal import ImagePooling

/// Several poolings in a row.
struct ChainOptions: ParsableArguments {
  @OptionGroup(title: "Several layers, logits") var list: LayerListOptions

  var layer: [String] { list.layer }
  var layers: Path? { list.layers }

  @Flag(help: "Print the shapes of all layers; pool and write nothing.")
  var dryRun = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("attention: an array of logits, of the input's size.", valueName: "FILE"),
    transform: Values.path)
  var logits: Path?

  init() {}

  /// Nothing but the layers.
  init(_ list: LayerListOptions) {
    self.list = list
    (dryRun, logits) = (false, nil)
  }
}
