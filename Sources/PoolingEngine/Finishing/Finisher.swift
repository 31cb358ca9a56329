/// The last step of a reduction: accumulators of one output row become result samples.
struct Finisher {
  /// Returns how many samples had to be clamped into their type.
  typealias Apply = (
    _ accumulators: UnsafeRawPointer, _ out: UnsafeMutableRawPointer, _ context: FinishContext
  ) -> Int

  let resultType: SampleType
  /// Accumulators are the results as they stand.
  let isCopy: Bool
  let apply: Apply

  init(resultType: SampleType, isCopy: Bool = false, apply: @escaping Apply) {
    self.resultType = resultType
    self.isCopy = isCopy
    self.apply = apply
  }
}
