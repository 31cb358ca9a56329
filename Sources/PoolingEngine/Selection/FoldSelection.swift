/// Chooses the fold and the finishers for a layer, an element type and the requested results. Geometry and element type
/// alone decide.
struct FoldSelection {
  let layer: Pooling
  let channels: Int
  /// Samples in a row that is folded.
  let samplesPerRow: Int
  let rules: DialectRules
  let forms: [ResultForm]
  /// The largest product of a row window's and a column window's weights.
  let largestWeight: Int
  /// The largest sum of a row window's weights.
  let largestRowWeight: Int
  /// The largest divisor without an override.
  let largestDivisor: Int
  /// Whether samples come weighted by alpha.
  let isPremultiplied: Bool
  let instructionSet: InstructionSet
  /// Whether samples are float16 that are folded as float32.
  var isWidened = false

  var wantsIndices: Bool { forms.contains(.indices) }

  func foldSet(for type: SampleType) throws(PoolingError) -> (FoldSet, Promotion?) {
    guard !wantsIndices || layer.reduction.selectsASample else {
      throw PoolingError(.notInDialect, "\(layer.reduction) has no indices; max and min have")
    }
    if type == .float16, let sets = try widenedFoldSet() { return sets }
    switch layer.reduction.kind {
    case .max: return try maximum(of: type)
    case .min: return try minimum(of: type)
    case .average(_, let divisorOverride):
      return (try average(of: type, divisorOverride: divisorOverride), nil)
    case .sum: return (try sum(of: type), nil)
    case .median: return (median(of: type), nil)
    case .lp(let norm): return (powerSum(of: type, norm: norm), nil)
    case .soft(let temperature, _):
      return (softmax(of: type, .ownLogits(of: type, temperature: temperature)), nil)
    case .attention(let temperature): return (softmax(of: type, .givenLogits(temperature: temperature)), nil)
    }
  }

  /// float16 samples by the folds of float32, which holds every one of them; results are still rounded once. Nil for
  /// reductions that prepare rows themselves.
  private func widenedFoldSet() throws(PoolingError) -> (FoldSet, Promotion?)? {
    switch layer.reduction.kind {
    case .max, .min, .average, .sum, .median: break
    case .lp, .soft, .attention: return nil
    }
    var selection = self
    selection.isWidened = true
    var (folds, promotion) = try selection.foldSet(for: .float32)
    folds.preparation = .widened
    promotion?.target.preparation = .widened
    return (folds, promotion)
  }
}
