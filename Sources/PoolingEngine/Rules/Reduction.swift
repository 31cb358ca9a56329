/// What becomes of the samples of a window.
public struct Reduction: Hashable, Sendable, CustomStringConvertible {
  enum Kind: Hashable, Sendable {
    case max
    case average(countIncludePad: Bool?, divisorOverride: Int?)
  }

  let kind: Kind

  /// The greatest sample. Padding never wins. NaN and −∞ follow the dialect; among equal samples the first in
  /// row-major order wins, so the sign of a zero result is that of the first zero.
  public static let max = Reduction(kind: .max)

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

  public var description: String {
    switch kind {
    case .max: "max"
    case .average: "average"
    }
  }
}
