internal import ArgumentParser
internal import ImagePooling

/// What a picture or an array is taken for.
struct PictureOptions: ParsableArguments {
  /// The values of `--channels`.
  enum Channels: String, CaseIterable, ExpressibleByArgument {
    case keep, gray, rgb, rgba

    var layout: ChannelLayout {
      switch self {
      case .keep: .keep
      case .gray: .gray
      case .rgb: .rgb
      case .rgba: .rgba
      }
    }
  }

  @Option(
    help: ArgumentHelp(
      "Planes to pool (default: what the picture shows; keep leaves CMYK as four planes).",
      valueName: "layout"))
  var channels: Channels?

  @Option(
    help: ArgumentHelp(
      "What alpha means to an average: one more plane, or a weight of the colours.",
      valueName: "rule"))
  var alpha: AlphaRule = .planes

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Lay a picture with alpha over a colour: #rrggbb, white, black, ….", valueName: "colour"),
    transform: Values.color)
  var background: Color?

  @Option(
    help: ArgumentHelp("Whether EXIF's orientation is applied first.", valueName: "rule"))
  var orientation: OrientationRule = .upright

  @Flag(help: "Average light instead of sRGB codes.")
  var linear = false

  @Option(
    help: ArgumentHelp(
      "Axes of an .npy or .safetensors array (default: channels first).", valueName: "axes"))
  var layout: TensorLayout?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Which tensor of a .safetensors file that holds several.", valueName: "NAME"))
  var tensor: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What is black and white when a tensor becomes a picture.", valueName: "MIN,MAX"),
    transform: Values.range)
  var range: ValueRange?

  var channelLayout: ChannelLayout { channels?.layout ?? .asShown }
}
