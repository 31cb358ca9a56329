extension FoldSelection {
  func median(of type: SampleType) throws(PoolingError) -> FoldSet {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
