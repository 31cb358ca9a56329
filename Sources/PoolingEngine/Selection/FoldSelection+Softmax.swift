extension FoldSelection {
  func softmax(of type: SampleType, temperature: Double) throws(PoolingError) -> FoldSet {
    throw PoolingError(.notInDialect, "not built yet")
  }
  func attention(of type: SampleType, temperature: Double) throws(PoolingError) -> FoldSet {
    throw PoolingError(.notInDialect, "not built yet")
  }
}
