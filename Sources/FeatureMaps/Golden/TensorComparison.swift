/// How a tensor differs from what was expected.
public struct TensorComparison: Hashable, Sendable, CustomStringConvertible {
  /// A sample that is outside the tolerance.
  public struct Difference: Hashable, Sendable {
    /// Its place, one number per axis.
    public var coordinate: [Int]
    public var expected: String
    public var found: String
  }

  /// Shapes or element types differ: how. No sample was compared then.
  public var mismatch: String?
  /// The first sample, in C order, outside the tolerance.
  public var firstDifference: Difference?
  public var differingSamples: Int
  public var comparedSamples: Int
  /// The largest |got − want| in units of atol + rtol·|want|; 0: all equal; infinite where that unit is 0 and samples differ.
  public var worstError: Double

  public var passed: Bool { mismatch == nil && differingSamples == 0 }

  /// Compares sample by sample; NaN equals NaN.
  ///
  /// - Parameter signedZeros: −0 and +0 differ.
  public init(
    _ result: Tensor, expected: Tensor, tolerance: GoldenTolerance = .exact, signedZeros: Bool = false
  ) { preconditionFailure("to come") }

  public var description: String { preconditionFailure("to come") }
}
