public import PoolingEngine

/// How one output sample comes about from the taps of its window, computed the slow and obvious way.
public struct WindowExplanation: Equatable, Sendable {
  /// What the divisor of a mean is.
  public enum DivisorRule: String, Hashable, Sendable {
    /// Taps that have a value: padding does not count.
    case realTaps = "real_taps"
    /// Taps that have a value and those in the padding. The overhang of ceil mode never counts.
    case realAndPaddingTaps = "real_and_padding_taps"
    /// PyTorch's `divisor_override`, whatever the window holds.
    case override
    /// What the window's samples weigh together, cut samples in part.
    case areaWeights = "area_weights"
    /// The sum of the alpha that a colour is weighted by.
    case alpha
    /// Nothing is divided: a sum.
    case none
    /// The weights of soft and attention pooling before they are divided by their own sum.
    case softmaxWeights = "softmax_weights"
    /// Of a PyTorch norm: the taps that have a value, after which the sum is multiplied by the kernel's taps.
    case scaledToKernel = "scaled_to_kernel"
  }

  public var dialect: Dialect
  /// The winning tap's place among the taps; nil for other operators and where none wins.
  public var winner: Int?
  /// The taps that equal it.
  public var ties: [Int]
  /// Of samples, powers or weighted samples; nil for a max, a min and a median.
  public var sum: InspectedNumber?
  /// What ``sum`` is divided by, as ``divisorRule`` says: taps, or what they weigh together; of a sum and a norm what a whole sample weighs,
  /// 1 but in area windows. 0 of colours that are all transparent; nil where ``sum`` is.
  public var divisor: InspectedNumber?
  public var divisorRule: DivisorRule?
  /// The result before it is rounded to an element type. A quotient of integers is exact; floats are summed in twice Double's
  /// precision and rounded to Double.
  public var exact: InspectedNumber
  /// The result in the element type that a dump holds.
  public var result: InspectedNumber
  /// What a framework gives for this operator and input: `Pooling.resultType(for:)`.
  public var resultType: SampleType
  /// The sample of the picture that `-o` writes, of ``pictureType``; nil for arrays that are no pictures and for a max or min, whose
  /// result it is already.
  public var rounded: Int?
  /// `uint8` or `uint16`; nil where ``rounded`` is. Under linear light `uint16`, before it is coded again.
  public var pictureType: SampleType?
  public var rounding: Rounding
  /// The shares of soft and attention pooling, tap by tap of those that have a value; empty for other operators.
  public var shares: [Double]
  /// The rule that decided, for people.
  public var reason: String
  /// By how much ``exact`` may differ from another order of additions and other powers: 0 for a max, a min, a median, and
  /// everything that comes from sums of integers.
  public var tolerance: Double
  /// A zero may have either sign: a median does not say which of equal zeros stands in the middle, a weighted mean not what its sum
  /// starts from.
  var zeroHasEitherSign: Bool

  /// Whether a result of that type is what this explanation allows: the same, or within ``tolerance`` before it was rounded.
  func allows(_ other: InspectedNumber) -> Bool {
    if result.isSame(as: other) { return true }
    if zeroHasEitherSign, result.value == 0, other.value == 0 { return true }
    guard tolerance > 0 || tolerance.isNaN, case .real(let number, let type) = other else { return false }
    if tolerance.isNaN { return true }
    if number.isNaN || exact.value.isNaN { return false }
    let low = InspectedNumber.real(exact.value - tolerance, .float64).converted(to: type).value
    let high = InspectedNumber.real(exact.value + tolerance, .float64).converted(to: type).value
    return low <= number && number <= high
  }

  /// The same for the sample of a picture.
  func allows(rounded other: Int) -> Bool {
    guard let pictureType, let rounded else { return false }
    if rounded == other { return true }
    guard tolerance > 0 else { return tolerance.isNaN }
    let low = InspectedNumber.real(exact.value - tolerance, .float64).rounded(rounding, to: pictureType)
    let high = InspectedNumber.real(exact.value + tolerance, .float64).rounded(rounding, to: pictureType)
    return low <= Int128(other) && Int128(other) <= high
  }
}
