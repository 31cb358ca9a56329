extension FoldSelection {
  func minimum(of type: SampleType) throws(PoolingError) -> (FoldSet, Promotion?) {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
