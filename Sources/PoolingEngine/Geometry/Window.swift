/// One window of one axis: which samples it takes, and how many of its taps fall outside.
///
/// The real taps are `firstTap`, `firstTap + dilation`, … (`tapCount` of them, all inside the axis). Taps outside
/// are only counted: `paddingTaps` lie in the padding, `overhangTaps` past it (ceil mode). Weights are 1, but for
/// area windows, whose cut samples weigh less.
public struct Window: Hashable, Sendable {
  /// The first real tap; meaningless if `tapCount` is 0.
  public var firstTap: Int
  /// The real taps.
  public var tapCount: Int
  /// The distance between taps.
  public var dilation: Int
  /// Taps before or after the axis, inside the padding.
  public var paddingTaps: Int
  /// Taps past the padding.
  public var overhangTaps: Int
  /// The weight of the first tap, and of the only tap if there is one.
  public var leadingWeight: Int
  /// The weight of the taps between the first and the last.
  public var innerWeight: Int
  /// The weight of the last of several taps.
  public var trailingWeight: Int

  public init(
    firstTap: Int, tapCount: Int, dilation: Int = 1, paddingTaps: Int = 0, overhangTaps: Int = 0,
    leadingWeight: Int = 1, innerWeight: Int = 1, trailingWeight: Int = 1
  ) {
    self.firstTap = firstTap
    self.tapCount = tapCount
    self.dilation = dilation
    self.paddingTaps = paddingTaps
    self.overhangTaps = overhangTaps
    self.leadingWeight = leadingWeight
    self.innerWeight = innerWeight
    self.trailingWeight = trailingWeight
  }

  /// The last real tap; meaningless if `tapCount` is 0.
  public var lastTap: Int { firstTap + (tapCount - 1) * dilation }

  /// From the first real tap to the last; empty if there are none.
  var reach: Range<Int> { tapCount == 0 ? 0..<0 : firstTap..<(lastTap + 1) }

  /// The sum of the real taps' weights: their number, unless the window is weighted.
  public var weightSum: Int {
    switch tapCount {
    case 0: 0
    case 1: leadingWeight
    default: leadingWeight + (tapCount - 2) * innerWeight + trailingWeight
    }
  }

  /// Every tap counts once.
  public var isUnweighted: Bool {
    switch tapCount {
    case 0: true
    case 1: leadingWeight == 1
    case 2: leadingWeight == 1 && trailingWeight == 1
    default: leadingWeight == 1 && innerWeight == 1 && trailingWeight == 1
    }
  }

  /// The weight of the tap at `position`, which must be a real tap of this window.
  public func weight(at position: Int) -> Int {
    if position == firstTap { return leadingWeight }
    return position == lastTap ? trailingWeight : innerWeight
  }

  /// The same window seen from the other end of an axis of `length` samples.
  func mirrored(length: Int) -> Window {
    var result = self
    if tapCount > 0 { result.firstTap = length - 1 - lastTap }
    if tapCount > 1 { (result.leadingWeight, result.trailingWeight) = (trailingWeight, leadingWeight) }
    return result
  }
}
