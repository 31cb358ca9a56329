internal import ArgumentParser
internal import ImagePooling

/// What reading two inputs may cost, and what may be wrong with them.
struct ReadingLimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Pixels that a picture may have (default: 268402689).", valueName: "N"),
    transform: Values.positive)
  var maxPixels: Int?

  @Option(
    help: ArgumentHelp("Scans that a progressive JPEG may have (default: 100).", valueName: "N"),
    transform: Values.positive)
  var maxScans: Int?

  @Option(
    help: ArgumentHelp(
      "Memory for both together, such as 512M (default: 256M, less on small machines).", valueName: "size"),
    transform: Values.bytes)
  var maxMemory: Int?

  @Option(
    help: ArgumentHelp(
      "Damage that makes an input not comparable: lost or invented samples (error), any complaint of the decoder (warning), or none.",
      valueName: "damage"))
  var failOn: FailOn = .error

  var limits: Limits {
    var limits = Limits(memory: maxMemory)
    if let maxPixels { limits.pixels = maxPixels }
    if let maxScans { limits.progressiveScans = maxScans }
    return limits
  }
}
