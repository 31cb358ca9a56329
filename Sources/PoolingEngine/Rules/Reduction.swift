/// What becomes of the samples of a window.
public struct Reduction: Hashable, Sendable, CustomStringConvertible {
  enum Kind: Hashable, Sendable {
    case max, min
    case average(countIncludePad: Bool?, divisorOverride: Int?)
    case sum
    case median
    case lp(norm: Double)
    case soft(temperature: Double, weightsConstantInGradient: Bool)
    case attention(temperature: Double)
  }

  let kind: Kind

  /// The greatest sample. Padding never wins. NaN and −∞ follow the dialect; among equal samples the first in
  /// row-major order wins, so the sign of a zero result is that of the first zero.
  public static let max = Reduction(kind: .max)

  /// The least sample: −max(−x) under the dialect's rules for a max, so padding never wins, ties go to the first, and
  /// NaN, infinities and windows without taps do as they do there.
  public static let min = Reduction(kind: .min)

  /// The sum of the samples over a divisor.
  ///
  /// - Parameters:
  ///   - countIncludePad: whether padding counts in the divisor (overhang never does); nil: the dialect's rule, which
  ///     is true in PyTorch and false in TensorFlow and ONNX.
  ///   - divisorOverride: PyTorch's `divisor_override`: a divisor for every window, not zero.
  public static func average(countIncludePad: Bool? = nil, divisorOverride: Int? = nil) -> Reduction {
    Reduction(kind: .average(countIncludePad: countIncludePad, divisorOverride: divisorOverride))
  }

  /// The average with the dialect's own divisor.
  public static let average = average()

  /// The sum of the samples.
  public static let sum = Reduction(kind: .sum)

  /// The middle of the samples in order, or the mean of the middle two, rounded once; NaN if one of them is
  /// NaN (`numpy.median`, as scikit-image 0.26's `block_reduce` uses it). The one reduction that gathers its window.
  public static let median = Reduction(kind: .median)

  /// The p-norm of the samples, by the dialect's rule.
  ///
  /// - `torch` (PyTorch 2.13, `lp_pool2d`): S^(1/p) with S = Σxᵖ · k/|W|, k the kernel's taps and |W| the real ones. The
  ///   power is of x, not of |x|: p = 1 is the signed sum, an odd p of a negative S is NaN. ±∞: the greatest (least) |x|.
  /// - `onnx` (ONNX Runtime 1.32, `LpPool`): (Σ|x|ᵖ)^(1/p), p a whole number from 1.
  public static func lp(_ norm: Double) -> Reduction { Reduction(kind: .lp(norm: norm)) }

  /// The mean weighted by the softmax of x / temperature over the window (SoftPool, Stergiou et al. 2021). Padding and
  /// overhang weigh nothing.
  ///
  /// - Parameters:
  ///   - temperature: finite and above 0.
  ///   - weightsConstantInGradient: the gradient of the published CUDA kernel, which takes the weights for constants.
  ///     No effect on the result.
  public static func soft(temperature: Double = 1, weightsConstantInGradient: Bool = false) -> Reduction {
    Reduction(kind: .soft(temperature: temperature, weightsConstantInGradient: weightsConstantInGradient))
  }

  /// The mean weighted by the softmax of logits / temperature over the window (local importance pooling, Gao et al. 2019).
  /// The logits come with the input: ``RowSource/withLogits(_:)``, ``Pooling/callAsFunction(_:logits:as:schedule:)``.
  public static func attention(temperature: Double = 1) -> Reduction {
    Reduction(kind: .attention(temperature: temperature))
  }

  /// The operator's word on the command line and in reports.
  public var description: String {
    switch kind {
    case .max: "max"
    case .min: "min"
    case .average: "average"
    case .sum: "sum"
    case .median: "median"
    case .lp: "lp"
    case .soft: "soft"
    case .attention: "attention"
    }
  }
}

extension Reduction {
  /// The result is one of the samples, in their element type, and has a place: ``Pooling/withIndices(_:schedule:)``.
  public var selectsASample: Bool { kind == .max || kind == .min }

  /// Takes logits beside the samples.
  public var takesLogits: Bool {
    if case .attention = kind { true } else { false }
  }

  /// Divides a sum: an average; a sum, whose divisor is 1; an Lp norm.
  var dividesASum: Bool {
    switch kind {
    case .average, .sum, .lp: true
    default: false
    }
  }

  var isFiniteNorm: Bool {
    if case .lp(let norm) = kind { norm.isFinite } else { false }
  }

  var isInfiniteNorm: Bool {
    if case .lp(let norm) = kind { norm.isInfinite } else { false }
  }

  package var isAverage: Bool {
    if case .average = kind { true } else { false }
  }
}
