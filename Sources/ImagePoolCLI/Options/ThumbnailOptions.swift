internal import ArgumentParser
internal import ImagePooling

/// How small a copy gets, and what becomes of its samples.
struct ThumbnailOptions: ParsableArguments {
  @OptionGroup(title: "Thumbnails") var sizes: ThumbnailSizeOptions

  @Flag(help: "Average light instead of sRGB codes.")
  var linear = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Lay a picture with alpha over a colour: #rrggbb, white, black, ….", valueName: "colour"),
    transform: Values.color)
  var background: Color?

  var method: ThumbnailMethod { sizes.method }

  mutating func validate() throws {
    guard sizes.thumbnailSize != nil else {
      throw ValidationError("give a size: \(ThumbnailSizeOptions.names); for example --fit 256")
    }
    if linear, method == .max {
      throw ValidationError("a maximum is the same in linear light; leave --linear out")
    }
  }

  func recipe(limits: Limits, failOn: FailOn) -> Recipe {
    // There is a size, as `validate()` has seen.
    var recipe = Recipe.thumbnail(sizes.thumbnailSize ?? .scale(1, 1), method: method)
    recipe.linearLight = linear
    recipe.depth = sizes.depth
    recipe.strips = sizes.strip
    recipe.background = background
    recipe.limits = limits
    recipe.failOn = failOn
    return recipe
  }
}
