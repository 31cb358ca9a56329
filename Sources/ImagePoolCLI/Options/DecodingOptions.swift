internal import ArgumentParser
internal import ImagePooling

/// How samples come out of a picture's file.
struct DecodingOptions: ParsableArguments {
  @Flag(
    help:
      "Let a JPEG's decoder reduce the picture by 2, 4 or 8 where a factor of two or more is left for an average: faster, not exact. The report says by how much."
  )
  var jpegShrink = false

  @Flag(
    help:
      "With --jpeg-shrink: also pool the exact way, and report the largest and the mean difference of the samples (takes a second run over the input)."
  )
  var reportDeviation = false

  @Flag(
    name: .customLong("to-srgb"),
    help:
      "Convert to sRGB by the picture's ICC profile (relative colorimetric) and write no profile. Without a profile samples are taken for sRGB as they are."
  )
  var toSRGB = false

  func validate() throws {
    if reportDeviation, !jpegShrink {
      throw ValidationError("--report-deviation measures what --jpeg-shrink costs: give both, or neither")
    }
  }

  /// Puts what was asked for into a recipe.
  func apply(to recipe: inout Recipe) {
    recipe.jpegShrink = jpegShrink
    recipe.reportsDeviation = reportDeviation
    recipe.toSRGB = toSRGB
  }
}
