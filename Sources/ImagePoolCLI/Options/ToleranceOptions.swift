internal import ArgumentParser
internal import ImagePooling

/// How different two inputs may be.
struct ToleranceOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest difference of two samples that is let pass.", valueName: "N"),
    transform: Values.distance)
  var maxAbs: Double?

  @Option(
    name: .customLong("min-psnr"), parsing: .unconditional,
    help: ArgumentHelp("The least peak signal-to-noise ratio that is let pass, in decibels.", valueName: "N"),
    transform: Values.number)
  var minPSNR: Double?

  @Option(
    name: .customLong("min-ssim"), parsing: .unconditional,
    help: ArgumentHelp("The least structural similarity that is let pass, up to 1.", valueName: "N"),
    transform: Values.similarity)
  var minSSIM: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What psnr and ssim take for the range of the samples (default: 255 of uint8, 65535 of uint16; other numbers have none without this).",
      valueName: "N"),
    transform: Values.extent)
  var dataRange: Double?

  var tolerance: Comparison.Tolerance {
    Comparison.Tolerance(maximumAbsolute: maxAbs, minimumPSNR: minPSNR, minimumSSIM: minSSIM)
  }
}
