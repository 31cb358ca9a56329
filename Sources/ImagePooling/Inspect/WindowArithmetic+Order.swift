internal import PoolingEngine

// The middle of a window, and its greatest and least magnitude.
extension WindowArithmetic {
  func median() -> WindowExplanation {
    let reason =
      taps.count % 2 == 1
      ? "the middle of \(taps.count) samples in order"
      : "the mean of the middle two of \(taps.count) samples in order"
    guard !taps.isEmpty, !taps.contains(where: { $0.value.double.isNaN }) else {
      return explained(
        exact: .real(.nan, .float64), result: InspectedNumber.real(.nan, resultType),
        reason: taps.isEmpty ? "no tap has a value" : "one of the samples is NaN")
    }
    let exact: InspectedNumber
    if type.isFloatingPoint {
      let sorted = taps.map(\.value.double).sorted()
      exact = .real(Self.middle(sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2]), .float64)
    } else {
      let sorted = taps.map { tap -> Int128 in
        if case .integer(let number) = tap.value { Int128(number) } else { 0 }
      }.sorted()
      exact = .quotient(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2], 2)
    }
    return explained(
      exact: exact, result: exact.converted(to: resultType), reason: reason,
      zeroHasEitherSign: type.isFloatingPoint)
  }

  /// Half the sum, where that does not overflow.
  private static func middle(_ a: Double, _ b: Double) -> Double {
    if a == b { return a }
    let sum = a + b
    return sum.isInfinite && a.isFinite && b.isFinite ? a / 2 + b / 2 : sum / 2
  }

  /// The norm of ±∞. NaN wins; of an empty window the start is left.
  func magnitude(greatest: Bool) -> WindowExplanation {
    let magnitudes = taps.map(\.value.double.magnitude)
    let found: Double
    if magnitudes.contains(where: \.isNaN) {
      found = .nan
    } else {
      found = (greatest ? magnitudes.max() : magnitudes.min()) ?? (greatest ? -.infinity : .infinity)
    }
    let exact = InspectedNumber.real(found, .float64)
    return explained(
      exact: exact, result: exact.converted(to: resultType),
      reason: "a norm of \(greatest ? "" : "-")inf is the \(greatest ? "greatest" : "least") magnitude")
  }
}
