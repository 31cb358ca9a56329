internal import ArgumentParser
internal import ImagePooling

/// What an input and the work on it may take, and what may be wrong with it.
struct DecodingLimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Pixels that a picture or a result may have (default: 268402689).", valueName: "N"),
    transform: Values.positive)
  var maxPixels: Int?

  @Option(
    help: ArgumentHelp("Scans that a progressive JPEG may have (default: 100).", valueName: "N"),
    transform: Values.positive)
  var maxScans: Int?

  @Option(
    help: ArgumentHelp(
      "Memory for decoding and the work, such as 512M (default: 256M, less on small machines).",
      valueName: "size"),
    transform: Values.bytes)
  var maxMemory: Int?

  @Option(
    help: ArgumentHelp(
      "Damage that makes an input fail: lost or invented samples (error), any complaint of the decoder (warning), or none.",
      valueName: "damage"))
  var failOn: FailOn = .error

  var limits: Limits {
    var limits = Limits(memory: maxMemory)
    if let maxPixels { limits.pixels = maxPixels }
    if let maxScans { limits.progressiveScans = maxScans }
    return limits
  }
}

extension PictureOptions {
  /// A recipe with everything that these options and limits say.
  func recipe(_ layers: [Pooling], _ limits: DecodingLimitOptions) -> Recipe {
    var recipe = Recipe(
      layers: layers, channels: channelLayout, alpha: alpha, background: background, orientation: orientation,
      linearLight: linear, failOn: limits.failOn, limits: limits.limits, tensorLayout: layout)
    recipe.tensorName = tensor
    return recipe
  }
}
