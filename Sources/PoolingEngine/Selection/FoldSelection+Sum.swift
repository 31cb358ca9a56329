extension FoldSelection {
  /// The exact sum of integers, or the sum of floats in Double: an average whose divisor is 1.
  func sum(of type: SampleType) throws(PoolingError) -> FoldSet {
    try average(of: type, divisorOverride: 1)
  }
}
