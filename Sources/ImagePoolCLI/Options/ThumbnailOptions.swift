internal import ArgumentParser
internal import ImagePooling

/// How small a copy gets, and what becomes of its samples.
struct ThumbnailOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Fit into a box, in the picture's proportions; one number is a square. Never enlarged unless --enlarge.",
      valueName: "N|WxH"),
    transform: Values.box)
  var fit: Size?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Cover a box and crop at the centre; of a picture that is too small, the largest part of the box's shape.",
      valueName: "N|WxH"),
    transform: Values.box)
  var fill: Size?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Exactly this size, whatever the picture's proportions.", valueName: "N|WxH"),
    transform: Values.box)
  var size: Size?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Both sides times a fraction: 1/8, 0.125 or 12.5%.", valueName: "fraction"),
    transform: Values.scale)
  var scale: ThumbnailSize?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("This width, the height in proportion.", valueName: "N"), transform: Values.side)
  var width: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("This height, the width in proportion.", valueName: "N"), transform: Values.side)
  var height: Int?

  @Flag(help: "Let smaller pictures grow to what --fit, --fill, --width or --height says.")
  var enlarge = false

  @Option(
    help: ArgumentHelp(
      "What becomes of the samples under a pixel: their mean, cut samples counting in part (area); the frameworks' adaptive mean or max.",
      valueName: "method"))
  var method: ThumbnailMethod = .area

  @Flag(help: "Average light instead of sRGB codes.")
  var linear = false

  @Option(help: ArgumentHelp("Bits of a sample: 8, 16 (PNG), or as the picture has.", valueName: "bits"))
  var depth: SampleDepth = .keep

  @Flag(help: "Write no ICC profile, gamma, chromaticities or resolution.")
  var strip = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Lay a picture with alpha over a colour: #rrggbb, white, black, ….", valueName: "colour"),
    transform: Values.color)
  var background: Color?

  mutating func validate() throws {
    let sizes = sizes
    let names = "--fit, --fill, --size, --scale, --width or --height"
    guard let first = sizes.first else {
      throw ValidationError("give a size: \(names); for example --fit 256")
    }
    guard sizes.count == 1 else {
      throw ValidationError("\(first.name) and \(sizes[1].name) both say a size; give one of \(names)")
    }
    if enlarge, size != nil || scale != nil {
      throw ValidationError("\(first.name) enlarges if it says so; leave --enlarge out")
    }
    if linear, method == .max {
      throw ValidationError("a maximum is the same in linear light; leave --linear out")
    }
  }

  private var sizes: [(name: String, size: ThumbnailSize)] {
    var sizes: [(name: String, size: ThumbnailSize)] = []
    if let fit { sizes.append(("--fit", .fit(fit, enlarges: enlarge))) }
    if let fill { sizes.append(("--fill", .fill(fill, enlarges: enlarge))) }
    if let size { sizes.append(("--size", .exact(size))) }
    if let scale { sizes.append(("--scale", scale)) }
    if let width { sizes.append(("--width", .width(width, enlarges: enlarge))) }
    if let height { sizes.append(("--height", .height(height, enlarges: enlarge))) }
    return sizes
  }

  /// The size that the options say; there is one, as ``validate()`` has seen.
  var thumbnailSize: ThumbnailSize { sizes.first?.size ?? .scale(1, 1) }

  func recipe(limits: Limits, failOn: FailOn) -> Recipe {
    var recipe = Recipe.thumbnail(thumbnailSize, method: method)
    recipe.linearLight = linear
    recipe.depth = depth
    recipe.strips = strip
    recipe.background = background
    recipe.limits = limits
    recipe.failOn = failOn
    return recipe
  }
}
