internal import PoolingEngine

/// How a tensor differs from what was expected.
public struct TensorComparison: Hashable, Sendable, CustomStringConvertible {
  /// A sample that is outside the tolerance.
  public struct Difference: Hashable, Sendable {
    /// Its place, one number per axis.
    public var coordinate: [Int]
    public var expected: String
    public var found: String
  }

  /// How shapes or element types differ; no sample was compared then.
  public private(set) var mismatch: String?
  /// The first sample in C order that is outside the tolerance.
  public private(set) var firstDifference: Difference?
  /// Samples outside the tolerance.
  public private(set) var differingSamples = 0
  /// Samples that are not equal, within the tolerance or not.
  public private(set) var unequalSamples = 0
  public private(set) var comparedSamples = 0
  /// The largest |got − want| in units of atol + rtol·|want|: above 1 fails. 0: all are equal; infinite where the unit is 0
  /// or one of the two is not finite.
  public private(set) var worstError = 0.0

  public var passed: Bool { mismatch == nil && differingSamples == 0 }

  /// Compares sample by sample; NaN equals NaN.
  ///
  /// - Parameter signedZeros: −0 and +0 differ.
  public init(
    _ result: Tensor, expected: Tensor, tolerance: GoldenTolerance = .exact, signedZeros: Bool = false
  ) {
    guard result.sampleType == expected.sampleType else {
      mismatch = "\(result.sampleType) instead of \(expected.sampleType)"
      return
    }
    guard result.shape == expected.shape else {
      mismatch = "shape \(result.shape) instead of \(expected.shape)"
      return
    }
    switch (result.planes, expected.planes) {
    case (.uint8(let found), .uint8(let wanted)): compare(found, wanted, expected.shape, tolerance)
    case (.uint16(let found), .uint16(let wanted)): compare(found, wanted, expected.shape, tolerance)
    case (.int8(let found), .int8(let wanted)): compare(found, wanted, expected.shape, tolerance)
    case (.int16(let found), .int16(let wanted)): compare(found, wanted, expected.shape, tolerance)
    case (.int32(let found), .int32(let wanted)): compare(found, wanted, expected.shape, tolerance)
    case (.int64(let found), .int64(let wanted)): compare(found, wanted, expected.shape, tolerance)
    case (.float16(let found), .float16(let wanted)):
      compare(found, wanted, expected.shape, tolerance, signedZeros)
    case (.float32(let found), .float32(let wanted)):
      compare(found, wanted, expected.shape, tolerance, signedZeros)
    case (.float64(let found), .float64(let wanted)):
      compare(found, wanted, expected.shape, tolerance, signedZeros)
    default: mismatch = "\(result.sampleType) instead of \(expected.sampleType)"
    }
  }

  private mutating func compare<S: Sample & FixedWidthInteger>(
    _ found: Planes<S>, _ wanted: Planes<S>, _ shape: [Int], _ tolerance: GoldenTolerance
  ) {
    comparedSamples = wanted.samples.count
    for (index, (got, want)) in zip(found.samples, wanted.samples).enumerated() where got != want {
      // 128 bits hold the difference of any two.
      let error = Double((Int128(got) - Int128(want)).magnitude)
      note(error, tolerance, want: Double(want), index, shape) { ("\(want)", "\(got)") }
    }
  }

  private mutating func compare<S: Sample & BinaryFloatingPoint>(
    _ found: Planes<S>, _ wanted: Planes<S>, _ shape: [Int], _ tolerance: GoldenTolerance,
    _ signedZeros: Bool
  ) {
    comparedSamples = wanted.samples.count
    for (index, (got, want)) in zip(found.samples, wanted.samples).enumerated() {
      if got == want && !(signedZeros && got.isZero && got.sign != want.sign) { continue }
      if got.isNaN && want.isNaN { continue }
      let isComparable = got.isFinite && want.isFinite && got != want
      note(
        isComparable ? (Double(got) - Double(want)).magnitude : .infinity, tolerance, want: Double(want),
        index,
        shape
      ) { ("\(want)", "\(got)") }
    }
  }

  /// Counts a sample that is not equal.
  private mutating func note(
    _ error: Double, _ tolerance: GoldenTolerance, want: Double, _ index: Int, _ shape: [Int],
    texts: () -> (String, String)
  ) {
    unequalSamples += 1
    let unit = tolerance.absolute + tolerance.relative * want.magnitude
    worstError = max(worstError, error.isFinite && unit > 0 ? error / unit : .infinity)
    guard !(error.isFinite && error <= unit) else { return }
    differingSamples += 1
    guard firstDifference == nil else { return }
    let (expected, found) = texts()
    firstDifference = Difference(
      coordinate: Self.coordinate(index, shape), expected: expected, found: found)
  }

  private static func coordinate(_ index: Int, _ shape: [Int]) -> [Int] {
    var rest = index
    var coordinate: [Int] = []
    for length in shape.reversed() {
      coordinate.append(rest % length)
      rest /= length
    }
    return coordinate.reversed()
  }

  public var description: String {
    if let mismatch { return mismatch }
    guard let firstDifference else {
      return "\(comparedSamples) samples agree (worst error \(worstError) of the tolerance)"
    }
    return """
      \(differingSamples) of \(comparedSamples) samples differ, first at \(firstDifference.coordinate): expected \
      \(firstDifference.expected), found \(firstDifference.found); worst error \(worstError) times the tolerance
      """
  }
}
