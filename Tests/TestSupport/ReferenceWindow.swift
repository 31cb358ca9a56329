public import PoolingEngine

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

  /// The same window for the engine. Taps must be evenly spaced, and inner weights equal.
  public var engine: Window {
    Window(
      firstTap: taps.first ?? 0, tapCount: taps.count, dilation: taps.count > 1 ? taps[1] - taps[0] : 1,
      paddingTaps: paddingTaps, overhangTaps: overhangTaps, leadingWeight: weights.first ?? 1,
      innerWeight: weights.count > 2 ? weights[1] : 1, trailingWeight: weights.last ?? 1)
  }

  /// Lists at random over `length` samples: windows with and without taps, of any lengths, dilations and weights, some
  /// repeated, whose first and last taps never step back.
  public static func randomList(_ length: Int, using random: inout SeededRandom) -> [ReferenceWindow] {
    var list: [ReferenceWindow] = []
    let isWeighted = random.chance(2)
    let advance = random.pick([0, 1, 1, 3, length])
    var (first, last) = (0, 0)
    for _ in 0..<random.int(1...12) {
      if let repeated = list.last, random.chance(5) {
        list.append(repeated)
        continue
      }
      var window = ReferenceWindow()
      window.paddingTaps = random.chance(3) ? random.int(0...3) : 0
      window.overhangTaps = random.chance(3) ? random.int(0...3) : 0
      if !random.chance(8) {
        first = min(length - 1, first + random.int(0...advance))
        last = min(length - 1, max(last, first) + random.int(0...advance))
        // A spacing that leads from the first tap to the last.
        let spacings = (1...max(1, last - first)).filter { (last - first) % $0 == 0 }
        let spacing = random.chance(2) ? 1 : random.pick(spacings)
        window.taps = Array(stride(from: first, through: last, by: spacing))
        let weights = (0..<3).map { _ in isWeighted ? random.int(1...5) : 1 }
        window.weights = window.taps.map { $0 == first ? weights[0] : $0 == last ? weights[2] : weights[1] }
      }
      list.append(window)
    }
    return list
  }
}
