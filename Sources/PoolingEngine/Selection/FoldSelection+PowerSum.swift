extension FoldSelection {
  func powerSum(of type: SampleType, norm: Double) throws(PoolingError) -> FoldSet {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
