internal import ArgumentParser
internal import ImagePooling

/// Where the windows lie.
struct WindowOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Window size (all but adaptive, global and area).", valueName: "N|H,W"),
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
      "Taps around the picture: N, H,W or T,L,B,R; or same, same-lower, valid, whole (default: 0).",
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Size of the result (adaptive, area, fractional).", valueName: "N|H,W"),
    transform: Values.size)
  var outputSize: Size?
}
