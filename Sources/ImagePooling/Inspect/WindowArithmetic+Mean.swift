internal import PoolingEngine

// Sums and what divides them.
extension WindowArithmetic {
  func mean(includes: Bool?, override: Int?, isSum: Bool) -> WindowExplanation {
    let (divisor, rule, reason) = divisor(includes: includes, override: override, isSum: isSum)
    guard !type.isFloatingPoint else { return realMean(divisor, rule, reason, isSum: isSum) }
    let sum = integerSum { Int128($0.weight) }
    if cutsTowardZero(isSum: isSum) {
      // The framework adds in 64 bits, which wrap, and divides as integers do.
      let wrapped = Int128(Int64(truncatingIfNeeded: sum))
      let range = InspectedNumber.range(of: type)
      let quotient = min(max(wrapped / divisor, range.lowerBound), range.upperBound)
      return explained(
        exact: .quotient(wrapped, divisor), result: .integer(quotient),
        reason: reason + ", and the quotient is cut toward zero", sum: .integer(wrapped),
        divisor: .integer(divisor), rule: rule)
    }
    let exact = InspectedNumber.quotient(sum, divisor)
    return explained(
      exact: exact,
      result: resultType.isFloatingPoint
        ? exact.converted(to: resultType) : .integer(exact.rounded(layer.rounding, to: resultType)),
      reason: reason, sum: .integer(sum), divisor: .integer(divisor), rule: rule)
  }

  /// Colour = Σc·a / Σa; 0 where nothing shows.
  func colourMean() -> WindowExplanation {
    let sum = integerSum { Int128($0.weight) * Int128($0.alpha) }
    let divisor = taps.reduce(Int128(0)) { $0 &+ Int128($1.weight) * Int128($1.alpha) }
    guard divisor != 0 else {
      return explained(
        exact: .integer(0), result: InspectedNumber.integer(0).converted(to: resultType),
        reason: "every tap is fully transparent, so no colour shows", sum: .integer(sum),
        divisor: .integer(0), rule: .alpha)
    }
    let exact = InspectedNumber.quotient(sum, divisor)
    return explained(
      exact: exact, result: exact.converted(to: resultType),
      reason: "each colour counts as much as its alpha, and the divisor is the sum of that",
      sum: .integer(sum), divisor: .integer(divisor), rule: .alpha)
  }

  private func integerSum(_ weight: (Tap) -> Int128) -> Int128 {
    taps.reduce(Int128(0)) { sum, tap in
      guard case .integer(let number) = tap.value else { return sum }
      return sum &+ weight(tap) &* Int128(number)
    }
  }

  private func realMean(
    _ divisor: Int128, _ rule: WindowExplanation.DivisorRule, _ reason: String, isSum: Bool
  ) -> WindowExplanation {
    let terms = taps.map { $0.value.double * Double($0.weight) }
    let sum = ExactSum.of(terms)
    let quotient = sum / Double(divisor)
    let magnitude = terms.reduce(0) { $0 + $1.magnitude } / Double(divisor).magnitude
    let exact = InspectedNumber.real(quotient, .float64)
    return explained(
      exact: exact, result: exact.converted(to: resultType), reason: reason,
      tolerance: magnitude.isFinite ? Self.unit * (Double(terms.count) + 4) * magnitude : 0,
      sum: .real(sum, .float64), divisor: .integer(divisor), rule: rule)
  }

  /// PyTorch's average of int64, TensorFlow's fractional average of int32 and int64.
  private func cutsTowardZero(isSum: Bool) -> Bool {
    guard !isSum else { return false }
    if dialect == .torch { return type == .int64 }
    guard dialect == .tensorflow, type == .int32 || type == .int64 else { return false }
    switch layer.windowing.facts {
    case .boundaries, .drawnBoundaries: return true
    default: return false
    }
  }

  private func divisor(
    includes: Bool?, override: Int?, isSum: Bool
  ) -> (Int128, WindowExplanation.DivisorRule, String) {
    // What one whole sample weighs.
    let unit = Int128(rows.unitWeight) * Int128(columns.unitWeight)
    if isSum { return (unit, .none, "a sum is not divided") }
    if let override {
      return (Int128(override) * unit, .override, "the divisor is the one that was given for every window")
    }
    let isWeighted = [rows, columns].contains { $0.taps.contains { $0.weight != 1 } || $0.unitWeight != 1 }
    let counts = includes ?? (dialect == .torch)
    func factor(_ axis: InspectedAxis) -> Int { axis.weightSum + (counts ? axis.paddingTaps : 0) }
    let (high, wide) = (factor(rows), factor(columns))
    // A window of nothing sums to 0, and stays that.
    let divisor = Int128(max(1, high)) * Int128(max(1, wide))
    guard high > 0, wide > 0 else { return (divisor, .realTaps, "no tap has a value: 0") }
    if isWeighted {
      return (divisor, .areaWeights, "the divisor \(divisor) is what the taps weigh together")
    }
    let overhang = rows.overhangTaps + columns.overhangTaps > 0 ? "; overhang never counts" : ""
    let given = includes == nil ? "\(dialect)'s rule" : "as was asked for"
    let hasPadding = rows.paddingTaps + columns.paddingTaps > 0
    if !hasPadding {
      return (
        divisor, counts ? .realAndPaddingTaps : .realTaps,
        "the divisor \(divisor) = \(high) x \(wide) is the number of taps\(overhang)"
      )
    }
    return counts
      ? (
        divisor, .realAndPaddingTaps,
        "the divisor \(divisor) = \(high) x \(wide) counts the taps in the padding, \(given)\(overhang)"
      )
      : (
        divisor, .realTaps,
        "the divisor \(divisor) = \(high) x \(wide) leaves the padding out, \(given)\(overhang)"
      )
  }
}
