/// Which damage to an input makes a run fail.
public enum FailOn: String, Hashable, Sendable, CaseIterable {
  /// None: the run takes what there is and reports it; ``Report/rowsIntact`` counts the rows above the first damage.
  case none
  /// Samples were lost or invented.
  case error
  /// Any complaint of the decoder.
  case warning
}
