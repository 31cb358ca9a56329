internal import ArgumentParser
internal import ImagePooling

/// Which pooling.
struct WindowOptions: ParsableArguments {
  @Option(
    name: .customLong("op"), parsing: .unconditional,
    help: ArgumentHelp(
      "max, average, adaptive-max, adaptive-average, global-max, global-average or area.",
      valueName: "operator"),
    transform: Operator.read)
  var operation: Operator

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Window size (max, average).", valueName: "N|H,W"),
    transform: Values.pair)
  var kernel: Pair?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Window step (default: the kernel, in every dialect).", valueName: "N|H,W"),
    transform: Values.pair)
  var stride: Pair?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Distance between the taps of a window (default: 1).", valueName: "N|H,W"),
    transform: Values.pair)
  var dilation: Pair?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Taps around the picture: N, H,W or T,L,B,R; or same, same-lower, valid (default: 0).",
      valueName: "padding"),
    transform: Values.padding)
  var padding: Padding?

  @Option(
    help: ArgumentHelp(
      "What lies in the padding: the dialect's rule (never wins a max, counts or not in a mean), or a border that is filled first.",
      valueName: "mode"))
  var paddingMode: PaddingMode = .dialect

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The value of --padding-mode constant (default: 0).", valueName: "V"),
    transform: Values.number)
  var paddingValue: Double?

  @Flag(help: "A last window may reach past the padding.")
  var ceilMode = false

  @Flag(
    inversion: .prefixedNo,
    help: "Whether padding counts in a mean's divisor (default: yes in torch, no elsewhere).")
  var countIncludePad: Bool?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("A mean's divisor for every window (torch).", valueName: "N"),
    transform: { text in
      guard let number = Int(text) else { throw ValidationError("give a whole number") }
      return number
    })
  var divisorOverride: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Size of the result (adaptive-max, adaptive-average, area).", valueName: "N|H,W"),
    transform: Values.size)
  var outputSize: Size?

  @Option(
    help: ArgumentHelp(
      "Whose rules: torch, tensorflow or onnx (default: torch).", valueName: "dialect"),
    transform: Values.dialect)
  var dialect: Dialect = .torch

  @Flag(help: "Write the places of the maxima as STEM.indices.npy (int64, row-major, upright).")
  var indices = false

  @Option(
    help: ArgumentHelp(
      "How a mean becomes an integer (default: half-even).", valueName: "rule"))
  var rounding: Rounding?
}
