internal import ArgumentParser
internal import ImagePooling

/// What single operators take.
struct OperandOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "average: whether padding counts in the divisor (default: yes in torch, no elsewhere).")
  var countIncludePad: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("average: the divisor of every window (torch).", valueName: "N"),
    transform: { text in
      guard let number = Int(text) else { throw ValidationError("give a whole number") }
      return number
    })
  var divisorOverride: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "lp: the norm (default: 2); inf and -inf are the greatest and the least magnitude.", valueName: "P"),
    transform: Values.norm)
  var norm: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("soft, attention: the temperature (default: 1).", valueName: "T"),
    transform: Values.number)
  var temperature: Double?
}
