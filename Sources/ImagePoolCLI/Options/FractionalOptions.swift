internal import ArgumentParser
internal import ImagePooling

/// Where fractional windows lie.
struct FractionalOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Draw the windows from this seed, the same on every machine.", valueName: "N"),
    transform: { text in
      guard let seed = UInt64(text) else { throw ValidationError("give a whole number from 0") }
      return seed
    })
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "torch: random numbers, width then height for every plane; or an array of them.",
      valueName: "U,U,...|FILE"),
    transform: Values.samples)
  var samples: Values.Samples?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("tensorflow: where windows begin, from 0 to the height.", valueName: "0,N,..."),
    transform: Values.integers)
  var rowBoundaries: [Int]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("tensorflow: where windows begin, from 0 to the width.", valueName: "0,N,..."),
    transform: Values.integers)
  var columnBoundaries: [Int]?

  @Flag(help: "tensorflow: windows hold their end boundary, too.")
  var overlapping = false

  @Flag(help: "tensorflow: boundaries by its pseudo-random spacing.")
  var pseudoRandom = false
}
