internal import PoolingEngine

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

// Norms and softmax-weighted means, by the C library's powers.
extension WindowArithmetic {
  /// PyTorch: (Σxᵖ · k/|W|)^(1/p), k the kernel's taps and |W| those that have a value; ONNX: (Σ|x|ᵖ)^(1/p).
  func norm(_ p: Double) -> WindowExplanation {
    let takesSign = dialect == .torch
    let powers = taps.map { tap in
      let x = takesSign ? tap.value.double : tap.value.double.magnitude
      let power = p == 1 ? x : p == 2 ? x * x : pow(x, p)
      // Of area windows a cut sample counts in part.
      return tap.weight == 1 ? power : Double(tap.weight) * power
    }
    let sum = ExactSum.of(powers)
    let count = max(1, rows.valueTaps) * max(1, columns.valueTaps)
    // A sum in units of what a whole sample weighs.
    let unit = rows.unitWeight * columns.unitWeight
    var (scaled, divisor, kernelTaps) = (sum / Double(unit), unit, 1.0)
    var reason = "the root of the sum of \(takesSign ? "x" : "|x|")^\(InspectedNumber.digits(p, .float64))"
    if takesSign, case .sliding(let kernel, _, _, _, _, _) = layer.windowing.facts {
      let whole = Double(kernel.vertical) * Double(kernel.horizontal)
      if Double(count) != whole {
        (kernelTaps, divisor) = (whole, count)
        scaled = sum / Double(count) * kernelTaps
        reason += ", scaled up from \(count) taps to the kernel's \(Int(kernelTaps))"
      }
    }
    let factor = kernelTaps / Double(divisor)
    let exact = InspectedNumber.real(Self.root(scaled, p), .float64)
    return explained(
      exact: exact, result: exact.converted(to: resultType), reason: reason,
      tolerance: normTolerance(p, powers, scaled, factor), sum: .real(sum, .float64),
      divisor: .integer(Int128(divisor)),
      rule: unit > 1 ? .areaWeights : factor == 1 ? WindowExplanation.DivisorRule.none : .scaledToKernel)
  }

  private static func root(_ sum: Double, _ p: Double) -> Double {
    p == 1 ? sum : p == 2 ? sum.squareRoot() : pow(sum, 1 / p)
  }

  /// What another order of additions and other powers may change, in the terms of the engine's documented bounds. NaN, which allows
  /// everything, where that may reach across 0 and the root of what is left is no number.
  private func normTolerance(_ p: Double, _ powers: [Double], _ sum: Double, _ factor: Double) -> Double {
    let magnitude = powers.reduce(0) { $0 + $1.magnitude } * factor
    guard magnitude.isFinite, sum.isFinite else { return 0 }
    let largestLog = taps.reduce(0.0) { most, tap in
      let x = tap.value.double.magnitude
      return x == 0 ? most : max(most, (p * log(x)).magnitude)
    }
    let ofPowers = p == 1 || p == 2 ? 2 : p.magnitude + 6 + largestLog / 64
    let change = Self.unit * (Double(powers.count) + ofPowers + 6) * magnitude
    let (low, high) = (Self.root(sum - change, p), Self.root(sum + change, p))
    let here = Self.root(sum, p)
    if here.isNaN { return high.isNaN ? 0 : .nan }
    if low.isNaN || high.isNaN || !here.isFinite { return here.isInfinite && powers.contains(0) ? 0 : .nan }
    let ofRoot = sum == 0 ? 0 : Self.unit * (6 + 4 * log(sum.magnitude).magnitude) * here.magnitude
    return max((here - low).magnitude, (high - here).magnitude) + (p == 1 ? 0 : ofRoot)
  }

  /// Σ e^(l/T − m) · x / Σ e^(l/T − m), m the greatest l/T. A logit of −∞ weighs nothing, one of +∞ or NaN makes NaN.
  func softmax(_ temperature: Double, logit: (Tap) -> Double) -> WindowExplanation {
    let reason = "each sample counts by e^(l/T) of its \(layer.reduction.takesLogits ? "logit" : "own value")"
    let logits = taps.map { tap in
      let (given, l) = (logit(tap), logit(tap) / temperature)
      // A quotient beyond the finite numbers is the last of them.
      return l.isInfinite && given.isFinite
        ? (l < 0 ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude) : l
    }
    let numbers = taps.map(\.value.double)
    let isUndefined = logits.contains { !($0 < .infinity) }
    let greatest = logits.max() ?? -.infinity
    let weights = zip(logits, taps).map { l, tap in
      // Only −∞ weighs nothing at all.
      l == -.infinity ? 0 : Double(tap.weight) * max(exp(l - greatest), .leastNonzeroMagnitude)
    }
    let divisor = ExactSum.of(weights)
    let sum = ExactSum.of(zip(weights, numbers).map { $0 * $1 })
    let exact = InspectedNumber.real(isUndefined || taps.isEmpty ? .nan : sum / divisor, .float64)
    let largest = numbers.reduce(0) { max($0, $1.magnitude) }
    let largestLogit = logits.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    let count = Double(max(1, taps.count))
    let steps = 2 * count + 10 * Double(rows.taps.count + columns.taps.count) + 2 * log(count) + 8
    let tolerance = Self.unit * (steps + 4 * min(largestLogit, 1e6)) * largest
    return explained(
      exact: exact, result: exact.converted(to: resultType),
      reason: isUndefined ? "a logit is NaN or +inf" : reason,
      tolerance: exact.value.isFinite && tolerance.isFinite ? tolerance : 0, sum: .real(sum, .float64),
      divisor: .real(divisor, .float64), rule: .softmaxWeights,
      shares: isUndefined ? weights.map { _ in .nan } : weights.map { $0 / divisor }, zeroHasEitherSign: true)
  }
}
