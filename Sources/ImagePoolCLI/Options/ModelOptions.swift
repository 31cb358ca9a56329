internal import ArgumentParser
internal import ImagePooling

/// Values and batches as a model takes them.
struct ModelOptions: ParsableArguments {
  @OptionGroup(title: "For models") var values: NormalizationOptions

  @Flag(
    help:
      "Put the results of all inputs, of one shape, into one tensor N,C,H,W (or N,H,W,C): -o FILE.npy, with the inputs' names in FILE.txt, or -o FILE.safetensors."
  )
  var stack = false

  /// - Throws: ``OutputPlan/Refusal``.
  func normalization() throws(OutputPlan.Refusal) -> Normalization? { try values.normalization() }
}
