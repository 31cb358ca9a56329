/// One window of one axis for the reference of gradients, tap by tap from the frameworks' formulas.
public struct ReferenceGradientWindow: Hashable, Sendable {
  /// The real taps, ascending.
  public var taps: [Int] = []
  /// How much of each sample counts, in units of 1/`unit`.
  public var shares: [Int] = []
  /// A whole sample.
  public var unit = 1
  /// Taps in the padding; the overhang of ceil mode is not among them.
  public var padded = 0

  public var real: Double { Double(shares.reduce(0, +)) / Double(unit) }
}

extension ReferenceGradientWindow {
  /// Windows at i·s − p0 of k taps that lie d apart; nil for a number of windows below 1. `count`: what SAME says, or nil.
  static func sliding(
    _ n: Int, kernel k: Int, stride s: Int, dilation d: Int, _ p0: Int, _ p1: Int, ceilMode: Bool,
    count: Int? = nil
  ) -> [ReferenceGradientWindow]? {
    var windows: [ReferenceGradientWindow] = []
    let extent = d * (k - 1) + 1
    while true {
      let start = windows.count * s - p0
      let belongs: Bool
      if let count {
        belongs = windows.count < count
      } else if ceilMode {
        // Something is left that no earlier window reached the end of, and the start is no trailing padding. The first one is
        // let off reaching: the quotient is rounded up from above −1.
        belongs = start < n && start + extent - (n + p1) < s
      } else {
        belongs = start + extent <= n + p1
      }
      guard belongs else { break }
      var window = ReferenceGradientWindow()
      for t in 0..<k {
        let tap = start + t * d
        if (0..<n).contains(tap) {
          window.taps.append(tap)
          window.shares.append(1)
        } else if tap < n + p1 {
          window.padded += 1
        }
      }
      windows.append(window)
    }
    return windows.isEmpty ? nil : windows
  }

  /// ⌈n/s⌉ windows with P = max(0, (o − 1)s + K − n) taps of padding: those before and those after.
  static func same(_ n: Int, extent: Int, stride s: Int, oddFirst: Bool) -> (count: Int, p0: Int, p1: Int) {
    let count = Int((Double(n) / Double(s)).rounded(.up))
    let total = max(0, (count - 1) * s + extent - n)
    let half = total / 2
    return oddFirst ? (count, total - half, half) : (count, half, total - half)
  }

  /// Samples from ⌊i·n/o⌋ to before ⌈(i + 1)·n/o⌉.
  static func adaptive(_ n: Int, _ o: Int) -> [ReferenceGradientWindow] {
    (0..<o).map { i in
      let end = Int((Double((i + 1) * n) / Double(o)).rounded(.up))
      return range(Array(i * n / o..<end))
    }
  }

  /// The stretch from i·n/o to (i + 1)·n/o; a sample counts by what of it lies inside.
  static func area(_ n: Int, _ o: Int) -> [ReferenceGradientWindow] {
    (0..<o).map { i in
      var window = ReferenceGradientWindow()
      window.unit = o
      for j in 0..<n {
        let inside = min((j + 1) * o, (i + 1) * n) - max(j * o, i * n)
        guard inside > 0 else { continue }
        window.taps.append(j)
        window.shares.append(inside)
      }
      return window
    }
  }

  /// PyTorch's fractional windows, in the arithmetic of the element type.
  static func fractional<T: BinaryFloatingPoint>(
    _ n: Int, kernel k: Int, count o: Int, _ u: T
  ) -> [ReferenceGradientWindow] {
    (0..<o).map { i in
      guard i < o - 1 else { return range(Array(n - k..<n)) }
      let alpha = T(n - k) / T(o - 1)
      let start = Int((T(i) + u) * alpha) - Int(u * alpha)
      return range(Array(start..<start + k))
    }
  }

  /// TensorFlow's: from a boundary to before the next, or up to it.
  static func between(_ boundaries: [Int], overlapping: Bool) -> [ReferenceGradientWindow] {
    (1..<boundaries.count).map { i in
      let next = boundaries[i]
      let isLast = i == boundaries.count - 1
      return range(Array(boundaries[i - 1]..<(overlapping && !isLast ? next + 1 : next)))
    }
  }

  private static func range(_ taps: [Int]) -> ReferenceGradientWindow {
    var window = ReferenceGradientWindow()
    window.taps = taps
    window.shares = taps.map { _ in 1 }
    return window
  }
}
