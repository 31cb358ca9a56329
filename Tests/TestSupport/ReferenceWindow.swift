/// One window of one axis, tap by tap.
public struct ReferenceWindow: Hashable, Sendable {
  /// The real taps, ascending.
  public var taps: [Int] = []
  /// How much each counts: 1, but for area windows.
  public var weights: [Int] = []
  /// Taps in the padding.
  public var paddingTaps = 0
  /// Taps past the padding (ceil mode).
  public var overhangTaps = 0

  public init() {}

  public var weightSum: Int { weights.reduce(0, +) }
}
