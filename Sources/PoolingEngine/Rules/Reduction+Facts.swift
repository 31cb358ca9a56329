extension Reduction {
  /// What a reduction is and was made from, for reports and for programs that translate it.
  public enum Facts: Hashable, Sendable {
    case max, min
    /// Nil means the dialect's rule.
    case average(countIncludePad: Bool?, divisorOverride: Int?)
    case sum, median
    case lp(norm: Double)
    case soft(temperature: Double, weightsConstantInGradient: Bool)
    case attention(temperature: Double)
  }

  public var facts: Facts {
    switch kind {
    case .max: .max
    case .min: .min
    case .average(let countIncludePad, let divisorOverride):
      .average(countIncludePad: countIncludePad, divisorOverride: divisorOverride)
    case .sum: .sum
    case .median: .median
    case .lp(let norm): .lp(norm: norm)
    case .soft(let temperature, let weightsConstant):
      .soft(temperature: temperature, weightsConstantInGradient: weightsConstant)
    case .attention(let temperature): .attention(temperature: temperature)
    }
  }
}
