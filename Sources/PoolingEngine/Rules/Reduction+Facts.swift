extension Reduction {
  /// What a reduction is and was made from, for reports and for programs that translate it.
  public enum Facts: Hashable, Sendable {
    case max
    /// Nil means the dialect's rule.
    case average(countIncludePad: Bool?, divisorOverride: Int?)
  }

  public var facts: Facts {
    switch kind {
    case .max: .max
    case .average(let countIncludePad, let divisorOverride):
      .average(countIncludePad: countIncludePad, divisorOverride: divisorOverride)
    }
  }
}
