internal import ArgumentParser
internal import ImagePooling

/// What samples are compared.
struct ComparedSampleOptions: ParsableArguments {
  /// The values of `--depth`.
  enum Depth: String, CaseIterable, ExpressibleByArgument {
    case keep
    case sixteen = "16"
  }

  @Option(
    help: ArgumentHelp(
      "Channels of pictures (default: what the picture shows; keep leaves CMYK as four planes).",
      valueName: "layout"))
  var channels: PictureOptions.Channels?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Lay pictures with alpha over a colour: #rrggbb, white, black, ….", valueName: "colour"),
    transform: Values.color)
  var background: Color?

  @Option(help: ArgumentHelp("Whether EXIF's orientation is applied first.", valueName: "rule"))
  var orientation: OrientationRule = .upright

  @Option(
    help: ArgumentHelp(
      "16: samples of 8-bit pictures are taken 257 times, so that they compare with 16-bit ones.",
      valueName: "bits"))
  var depth: Depth = .keep

  @Option(
    help: ArgumentHelp("Axes of .npy and .safetensors arrays (default: channels first).", valueName: "axes"))
  var layout: TensorLayout?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Which tensor of a .safetensors file that holds several; twice: of the first and of the second.",
      valueName: "NAME"))
  var tensor: [String] = []

  func rules() throws(OutputPlan.Refusal) -> Comparison.Rules {
    guard tensor.count <= 2 else {
      throw OutputPlan.Refusal("--tensor is given \(tensor.count) times, and there are two inputs")
    }
    var rules = Comparison.Rules()
    rules.channels = channels.map(\.layout) ?? .asShown
    rules.background = background
    rules.orientation = orientation
    rules.depth = depth == .sixteen ? .sixteen : .keep
    rules.tensorLayout = layout
    rules.tensorNames = tensor
    return rules
  }
}
