internal import ArgumentParser
internal import ImagePooling

/// How small a copy gets, and how.
struct ThumbnailSizeOptions: ParsableArguments {
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

  @Option(help: ArgumentHelp("Bits of a sample: 8, 16 (PNG), or as the picture has.", valueName: "bits"))
  var depth: SampleDepth = .keep

  @Flag(help: "Write no ICC profile, gamma, chromaticities or resolution.")
  var strip = false

  static let names = "--fit, --fill, --size, --scale, --width or --height"

  func validate() throws {
    let sizes = sizes
    guard let first = sizes.first else {
      if enlarge { throw ValidationError("--enlarge needs a size: --fit, --fill, --width or --height") }
      return
    }
    guard sizes.count == 1 else {
      throw ValidationError("\(first.name) and \(sizes[1].name) both say a size; give one of \(Self.names)")
    }
    if enlarge, size != nil || scale != nil {
      throw ValidationError("\(first.name) enlarges if it says so; leave --enlarge out")
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

  /// The size that the options say; nil if they say none.
  var thumbnailSize: ThumbnailSize? { sizes.first?.size }

  /// How it was said.
  var given: String? { sizes.first?.name }
}
