internal import ArgumentParser
internal import ImagePooling

/// One pooling.
struct LayerOptions: ParsableArguments {
  @Option(
    name: .customLong("op"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      max, min, average, sum, median, lp, soft or attention, each also as adaptive-… and global-…; area, \
      fractional-max, fractional-average. See imagepool help operators.
      """,
      valueName: "operator"),
    transform: Operator.read)
  var operation: Operator?

  @Option(
    help: ArgumentHelp(
      "Whose rules: torch, tensorflow or onnx (default: torch).", valueName: "dialect"),
    transform: Values.dialect)
  var dialect: Dialect?

  @Option(
    help: ArgumentHelp(
      "How a result becomes an integer (default: half-even).", valueName: "rule"))
  var rounding: Rounding?

  @OptionGroup(title: "Windows") var windows: WindowOptions
  @OptionGroup(title: "Operators' own") var operands: OperandOptions
  @OptionGroup(title: "Fractional windows") var fractional: FractionalOptions
}
