/// The last step of a reduction: accumulators of one output row become result samples.
struct Finisher {
  /// Returns how many samples had to be clamped into their type.
  typealias Apply = (
    _ accumulators: UnsafeRawPointer, _ out: UnsafeMutableRawPointer, _ context: FinishContext
  ) -> Int

  let resultType: SampleType
  let apply: Apply
}
