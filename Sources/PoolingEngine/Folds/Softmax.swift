/// A sample with the logit that says how much it weighs.
struct WeightedSample: BitwiseCopyable {
  var logit: Double
  var value: Double
}

/// What a softmax-weighted mean accumulates: weights are relative to e^maximum, so that none overflows.
struct SoftmaxSum: BitwiseCopyable {
  var maximum: Double
  var numerator: Double
  var denominator: Double
}

/// The two sums of a softmax-weighted mean, rescaled to the greater logit wherever two stretches meet (the online softmax of
/// Milakov and Gimelshein, 2018).
enum SoftmaxFold: Fold {
  @inline(__always)
  static var none: SoftmaxSum { SoftmaxSum(maximum: -.infinity, numerator: 0, denominator: 0) }

  @inline(__always)
  static func lift(_ sample: WeightedSample, index: Int) -> SoftmaxSum {
    // A weight of 0 does not silence a NaN or an infinity, as 0 · x does not.
    if sample.logit == -.infinity {
      return SoftmaxSum(maximum: -.infinity, numerator: 0 * sample.value, denominator: 0)
    }
    guard sample.logit < .infinity else {
      return SoftmaxSum(maximum: -.infinity, numerator: .nan, denominator: 1)
    }
    return SoftmaxSum(maximum: sample.logit, numerator: sample.value, denominator: 1)
  }

  @inline(__always)
  static func combine(_ a: SoftmaxSum, _ b: SoftmaxSum) -> SoftmaxSum {
    if a.maximum == b.maximum {
      return SoftmaxSum(
        maximum: a.maximum, numerator: a.numerator + b.numerator, denominator: a.denominator + b.denominator)
    }
    let aIsGreater = a.maximum > b.maximum
    let (greater, lesser) = aIsGreater ? (a, b) : (b, a)
    // Only a logit of −∞ weighs nothing: were a weight to vanish on the way, an infinity would turn into NaN in some
    // associations and not in others.
    let scale = max(Arithmetic.exp(lesser.maximum - greater.maximum), .leastNonzeroMagnitude)
    return SoftmaxSum(
      maximum: greater.maximum, numerator: greater.numerator + lesser.numerator * scale,
      denominator: greater.denominator + lesser.denominator * scale)
  }

  @inline(__always)
  static func weighted(_ a: SoftmaxSum, by weight: Int) -> SoftmaxSum {
    SoftmaxSum(
      maximum: a.maximum, numerator: a.numerator * Double(weight), denominator: a.denominator * Double(weight)
    )
  }
}
