extension FoldSelection {
  /// Sums of powers and their root, or the greatest or least magnitude for an infinite norm.
  func powerSum(of type: SampleType, norm: Double) -> FoldSet {
    if norm.isInfinite {
      return FoldSet(
        preparation: .doubles(of: type) { row, count in
          for i in 0..<count { row[i] = row[i].magnitude }
        },
        kernels: norm > 0
          ? FoldKernels(NaNWinsMaximum<Double>.self) : FoldKernels(Negated<NaNWinsMaximum<Double>>.self),
        finishers: realFinishers(of: type) { value, _ in norm > 0 ? value : -value })
    }
    let root = Power.root(norm)
    let kernelTaps = layer.kernelTapsOfScaledNorm
    return FoldSet(
      preparation: .doubles(of: type, then: Self.powers(norm, ofMagnitude: !rules.normTakesSign)),
      kernels: FoldKernels(Float64Sum.self),
      finishers: realFinishers(of: type) { sum, divisor in
        // Frameworks sum from +0, so no sum is −0, whose power 1/p may be −∞.
        let sum = sum + 0
        guard let kernelTaps else { return root(sum / divisor) }
        // The sum is scaled up to that of a whole window.
        return root(divisor == kernelTaps ? sum : sum / divisor * kernelTaps)
      })
  }

  private func realFinishers(
    of type: SampleType, _ value: @escaping (Double, _ divisor: Double) -> Double
  ) -> [Finisher] {
    forms.map {
      RealResult.finisher(
        as: $0.sampleType, rounding: layer.rounding, scale: $0.scale(of: type), value: value)
    }
  }

  /// xᵖ or |x|ᵖ for every number of a row, in place.
  private static func powers(
    _ norm: Double, ofMagnitude: Bool
  ) -> (_ row: UnsafeMutablePointer<Double>, _ count: Int) -> Void {
    let power = Power(norm)
    let changesSign = ofMagnitude && norm.truncatingRemainder(dividingBy: 2) != 0
    if norm == 2 { return { row, count in for i in 0..<count { row[i] *= row[i] } } }
    if norm == 1, !changesSign { return { _, _ in } }
    return { row, count in
      for i in 0..<count { row[i] = power(changesSign ? row[i].magnitude : row[i]) }
    }
  }
}

extension Pooling {
  /// k where PyTorch scales the sum of a partial window up to k taps; nil where no window is partial or none is scaled.
  var kernelTapsOfScaledNorm: Double? {
    guard case .sliding(let parameters) = windowing.kind, DialectRules(dialect).scalesPartialNorms else {
      return nil
    }
    return Double(parameters.kernel.vertical) * Double(parameters.kernel.horizontal)
  }
}
