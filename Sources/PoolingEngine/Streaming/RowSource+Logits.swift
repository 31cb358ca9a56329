extension RowSource {
  /// This source's rows with logits beside every sample, for ``Reduction/attention(temperature:)``: pixels of 2·C float64
  /// samples v₀ l₀ v₁ l₁ …, which an attention pooling takes for C channels.
  ///
  /// - Parameter logits: rows of the same size, lying alike, of as many channels or of one for all.
  /// - Throws: ``PoolingError`` of rule `sampleCount` if sizes or channels differ.
  public func withLogits(_ logits: any RowSource) throws(PoolingError) -> any RowSource {
    try LogitsSource(self, logits)
  }
}
