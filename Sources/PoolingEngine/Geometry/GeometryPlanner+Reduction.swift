// What a dialect refuses of a reduction, whatever the input.
extension GeometryPlanner {
  func checkReduction() throws(PoolingError) {
    switch layer.reduction.kind {
    case .max, .min, .sum: return
    case .average(let countIncludePad, let divisorOverride):
      try checkAverage(countIncludePad, divisorOverride)
    case .median: try checkMedian()
    case .lp(let norm):
      try checkNorm(norm)
      try checkNormWindows(norm)
    case .soft(let temperature, _), .attention(let temperature):
      guard temperature > 0, temperature.isFinite else {
        throw PoolingError(.temperature, "the temperature \(temperature) is not a finite number above 0")
      }
      try checkLogitsBorder()
    }
  }

  private func checkAverage(_ countIncludePad: Bool?, _ divisorOverride: Int?) throws(PoolingError) {
    if countIncludePad == true, !rules.hasCountIncludePad {
      throw PoolingError(.notInDialect, "\(layer.dialect)'s average never counts padding")
    }
    if case .fractional = layer.windowing.kind {
      throw PoolingError(
        .notInDialect,
        "no framework averages over fractional windows of one kernel; boundaries of tensorflow do")
    }
    guard let divisor = divisorOverride else { return }
    guard rules.hasDivisorOverride else {
      throw PoolingError(.notInDialect, "\(layer.dialect)'s average has no divisor override")
    }
    guard divisor != 0 else { throw PoolingError(.zeroDivisor, "the divisor override is 0") }
    guard divisor.magnitude <= UInt(Self.largestParameter) else {
      throw PoolingError(.overflow, "the divisor override \(divisor) is beyond ±\(Self.largestParameter)")
    }
  }

  /// A sample that counts in part has no place in an order.
  private func checkMedian() throws(PoolingError) {
    switch layer.windowing.kind {
    case .area(let output): try checkWholeSamples(output)
    case .fit, .thumbnail(_, isAdaptive: false):
      let geometry = try geometry(checkingReduction: false)
      guard geometry.rows.isUnweighted, geometry.columns.isUnweighted else { throw Self.weightedMedian }
    case .custom(let rows, let columns):
      guard rows.isUnweighted, columns.isUnweighted else { throw Self.weightedMedian }
    default: return
    }
  }

  private func checkWholeSamples(_ output: Size) throws(PoolingError) {
    guard output.height >= 1, output.width >= 1 else { return }
    guard input.height % output.height == 0, input.width % output.width == 0 else {
      throw Self.weightedMedian
    }
  }

  private static var weightedMedian: PoolingError {
    PoolingError(
      .notInDialect, "a median has no windows that cut samples; adaptive windows of the same size have none")
  }

  private func checkNorm(_ norm: Double) throws(PoolingError) {
    guard rules.hasNorms else {
      throw PoolingError(.notInDialect, "\(layer.dialect) has no lp pooling")
    }
    guard norm == norm, norm != 0 else {
      throw PoolingError(.norm, "the norm \(norm) divides by zero or is no number")
    }
    guard rules.normTakesSign || (norm >= 1 && norm == norm.rounded() && norm.isFinite) else {
      throw PoolingError(.norm, "\(layer.dialect)'s norm is a whole number from 1, not \(norm)")
    }
  }

  /// PyTorch's `lp_pool2d` has neither padding nor dilation.
  private func checkNormWindows(_ norm: Double) throws(PoolingError) {
    guard rules.scalesPartialNorms, case .sliding(let p) = layer.windowing.kind else { return }
    guard p.dilation == 1 else {
      throw PoolingError(.notInDialect, "\(layer.dialect)'s lp has no dilation")
    }
    guard p.border == .dialect else { return }
    let isPlain: Bool
    switch p.padding {
    case .valid: isPlain = true
    case .explicit(let top, let left, let bottom, let right):
      isPlain = [top, left, bottom, right].allSatisfy { $0 == 0 }
    case .same, .sameLower, .whole: isPlain = false
    }
    guard isPlain else {
      throw PoolingError(.notInDialect, "\(layer.dialect)'s lp has no padding; a filled border is none")
    }
  }

  private func checkLogitsBorder() throws(PoolingError) {
    guard layer.reduction.takesLogits, case .sliding(let p) = layer.windowing.kind,
      case .constant = p.border
    else { return }
    throw PoolingError(
      .notInDialect, "a constant border has no logits; replicate and reflect take them with the samples")
  }
}
