import PoolingEngine

extension ReferencePooling {
  /// PyTorch's fractional windows of one plane: α = T(n − k)/T(o − 1), start i = Int((T(i) + u)·α) − Int(u·α), the last at
  /// n − k. T is the element type: Double for doubles, Float for all else. The first random number drives the width.
  func fractionalPlan(
    _ kernel: Pair, _ output: Size, _ sample: FractionalSamples.Sample, _ size: Size, inDouble: Bool
  ) -> Plan? {
    for u in [sample.width, sample.height] where u < 0 || u >= 1 || u.isNaN { return nil }
    func windows(_ n: Int, _ k: Int, _ o: Int, _ u: Double) -> [ReferenceWindow]? {
      guard k >= 1, o >= 1, o + k - 1 <= n else { return nil }
      return (0..<o).map { i in
        var start = n - k
        if i < o - 1 {
          if inDouble {
            let alpha = Double(n - k) / Double(o - 1)
            start = Int((Double(i) + u) * alpha) - Int(u * alpha)
          } else {
            let (alpha, u) = (Float(n - k) / Float(o - 1), Float(u))
            start = Int((Float(i) + u) * alpha) - Int(u * alpha)
          }
        }
        return Self.window(start..<start + k)
      }
    }
    guard dialect == .torch, let rows = windows(size.height, kernel.vertical, output.height, sample.height),
      let columns = windows(size.width, kernel.horizontal, output.width, sample.width)
    else { return nil }
    return Plan(rows: rows, columns: columns)
  }

  /// TensorFlow's windows between boundaries 0 = b₀ < b₁ < … = n; overlapping ones take the sample at their upper boundary,
  /// too, where there is one.
  func boundaryPlan(_ rows: [Int], _ columns: [Int], overlapping: Bool, _ size: Size) -> Plan? {
    func windows(_ boundaries: [Int], _ n: Int) -> [ReferenceWindow]? {
      guard boundaries.count >= 2, boundaries.first == 0, boundaries.last == n else { return nil }
      var result: [ReferenceWindow] = []
      for i in 1..<boundaries.count {
        guard boundaries[i - 1] < boundaries[i] else { return nil }
        let end = overlapping && boundaries[i] < n ? boundaries[i] + 1 : boundaries[i]
        result.append(Self.window(boundaries[i - 1]..<end))
      }
      return result
    }
    guard dialect == .tensorflow, let rows = windows(rows, size.height),
      let columns = windows(columns, size.width)
    else { return nil }
    return Plan(rows: rows, columns: columns)
  }

  private static func window(_ taps: Range<Int>) -> ReferenceWindow {
    var window = ReferenceWindow()
    window.taps = Array(taps)
    window.weights = taps.map { _ in 1 }
    return window
  }
}
