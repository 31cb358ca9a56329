internal import PoolingEngine

// What a run refuses before it costs anything.
extension RecipeRun {
  /// A border is filled with samples, so what fills it has to be one.
  func check(border layer: Pooling, _ type: SampleType) throws(ImagePoolError) {
    try BorderCheck.check(layer, type)
  }

  /// A result may have as many pixels as a picture. Behind this check products of its size, its channels and the bytes of
  /// what is written fit in an `Int`.
  func check(result size: Size, channels: Int) throws(ImagePoolError) {
    let (pixels, isTooLarge) = size.height.multipliedReportingOverflow(by: size.width)
    guard !isTooLarge, pixels <= recipe.limits.pixels else {
      throw ImagePoolError(
        .limit, "the result of \(size) has more than the \(recipe.limits.pixels) pixels that are allowed",
        remedy: "ask for a smaller one, or allow more with --max-pixels")
    }
    let (samples, hasTooMany) = pixels.multipliedReportingOverflow(by: channels)
    guard !hasTooMany, samples <= Int.max >> 12 else {
      throw ImagePoolError(
        .limit, "the result of \(size) with \(channels) channels has more samples than can be counted",
        remedy: "ask for a smaller one")
    }
  }

  func check(memory: Int) throws(ImagePoolError) {
    // A batch whose budget is smaller than what it allows a file waits for nothing that cannot be.
    let total = context.budget?.total ?? .max
    let (allowed, option) =
      total < recipe.limits.memory ? (total, "--memory") : (recipe.limits.memory, "--max-memory")
    guard memory > allowed else { return }
    throw ImagePoolError(
      .limit,
      "needs about \(RecipeRun.megabytes(memory)) MB, and \(RecipeRun.megabytes(allowed)) MB are allowed",
      remedy: "allow more with \(option)")
  }

  private static func megabytes(_ bytes: Int) -> String {
    let tenths = bytes / 100_000
    return tenths >= 100 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
