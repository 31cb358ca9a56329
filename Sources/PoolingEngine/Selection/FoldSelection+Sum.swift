extension FoldSelection {
  func sum(of type: SampleType) throws(PoolingError) -> FoldSet {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
