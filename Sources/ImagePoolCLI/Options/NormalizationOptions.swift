internal import ArgumentParser
internal import ImagePooling

/// Values as a model takes them.
struct NormalizationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Multiply pooled samples by N or N/M, such as 1/255, in float32. This, --mean, --std and --dtype are for .npy and .safetensors files; any other output is refused with them.",
      valueName: "factor"),
    transform: Values.factor)
  var rescale: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Then subtract a number, one for all channels or one for each.", valueName: "N|R,G,B"),
    transform: Values.numbers)
  var mean: [Double]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Then divide by a number, one for all channels or one for each.", valueName: "N|R,G,B"),
    transform: Values.numbers)
  var std: [Double]?

  @Option(help: ArgumentHelp("What these values are written as (default: float32).", valueName: "type"))
  var dtype: Normalization.Element?

  /// - Throws: ``OutputPlan/Refusal``.
  func normalization() throws(OutputPlan.Refusal) -> Normalization? {
    guard rescale != nil || mean != nil || std != nil || dtype != nil else { return nil }
    do throws(Normalization.Refusal) {
      return try Normalization(
        rescale: rescale ?? 1, mean: mean ?? [], deviation: std ?? [], element: dtype ?? .float32)
    } catch {
      throw OutputPlan.Refusal("--rescale, --mean, --std: \(error)")
    }
  }
}
