internal import FeatureMaps
internal import PoolingEngine

// What a reduced JPEG costs: the same recipe run exactly, and both results' samples compared.
extension RecipeRun {
  /// The samples of the exact result. The run borrows its memory and gives it back; it is to come before this run borrows.
  func exactSamples(
    _ input: Input, _ opened: OpenedInput, as encoding: Encoding
  ) throws(ImagePoolError) -> Tensor {
    guard opened.canBeReadAgain else {
      throw ImagePoolError(
        .unsupported, "can be read only once, and to measure the deviation takes two runs",
        remedy: "give a file, or leave --report-deviation out")
    }
    var exact = recipe
    (exact.jpegShrink, exact.reportsDeviation) = (false, false)
    var context = context
    let samples = TensorSink()
    context.samples = samples
    _ = try RecipeRun(exact, context).report(input, to: .memory, as: encoding, dumps: [])
    do throws(FeatureMapError) { return try samples.tensor() } catch { throw ImagePoolError(error) }
  }

  /// Nil unless there is something to compare with.
  func deviation(of samples: TensorSink?, from exact: Tensor?) throws -> Deviation? {
    guard let samples, let exact else { return nil }
    guard let deviation = Deviation(of: try samples.tensor(), from: exact) else {
      throw ImagePoolError(.unreadable, "was changed while it was read", remedy: "try again")
    }
    return deviation
  }
}
