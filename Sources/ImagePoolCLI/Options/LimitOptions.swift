internal import ArgumentParser
internal import ImagePooling

/// How much work, and what may go wrong.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Inputs worked on at a time (default: the processors).", valueName: "N"),
    transform: Values.positive)
  var jobs: Int?

  @OptionGroup var decoding: DecodingLimitOptions

  var failOn: FailOn { decoding.failOn }
  var limits: Limits { decoding.limits }
}
