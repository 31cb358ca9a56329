/// One axis of an inspected window: every place that it looks at.
public struct InspectedAxis: Hashable, Sendable {
  /// What lies at a place.
  public enum Kind: String, Hashable, Sendable {
    /// A sample of what is pooled.
    case sample
    /// The padding: absent, though an average may count it.
    case padding
    /// Past the padding, where a last window of ceil mode reaches: absent, and never counted.
    case overhang
    /// A border that was filled before the pooling, and is pooled like samples.
    case border
  }

  /// One place.
  public struct Tap: Hashable, Sendable {
    /// Counted from the first sample of the axis, so that what lies ahead of it is negative.
    public var place: Int
    public var kind: Kind
    /// The sample that is found there: the place itself, or what a replicated or reflected border repeats; nil where there
    /// is none.
    public var source: Int?
    /// 1, but for area windows, whose cut samples weigh less than ``InspectedAxis/unitWeight``.
    public var weight: Int
  }

  /// The window's number, which is the place in the output.
  public var window: Int
  /// How many windows the axis has.
  public var windows: Int
  /// Samples along the axis, upright.
  public var length: Int
  /// In order of their places. Padding and overhang of window lists of one's own have no places and are only counted.
  public var taps: [Tap]
  /// What a whole sample weighs: more than 1 in area windows that cut samples.
  public var unitWeight: Int
  /// Taps in the padding.
  public var paddingTaps: Int
  /// Taps past the padding.
  public var overhangTaps: Int

  /// Taps that have a value: samples and filled border.
  public var valueTaps: Int { taps.count { $0.kind == .sample || $0.kind == .border } }

  /// The weights of those together: their number, but for area windows.
  public var weightSum: Int {
    taps.reduce(0) { $1.kind == .sample || $1.kind == .border ? $0 + $1.weight : $0 }
  }
}
