internal import CKernels

/// Windows of a few taps over three channels, laid out for a vector loop that does four of them at once.
struct FewTapWindows: Sendable {
  let tapCount: Int
  /// The place in the row of each window's first sample; never steps back.
  let starts: [UInt32]
  /// For every four windows and each tap the weights of their samples: 16, four of them alike for each window. Taps that a
  /// window does not have weigh nothing, and windows that do not exist have such taps only.
  let weights: [UInt16]

  /// - Returns: nil if a window has more taps than the loop takes, or none has any.
  init?(_ windows: [ColumnPlan.Span]) {
    let most = windows.reduce(0) { max($0, Int($1.count)) }
    guard (1...Int(CKERNELS_FEW_TAPS)).contains(most) else { return nil }
    let groups = (windows.count + 3) / 4
    var starts: [UInt32] = []
    starts.reserveCapacity(windows.count)
    var weights = [UInt16](repeating: 0, count: groups * most * 16)
    for (number, window) in windows.enumerated() {
      starts.append(window.count == 0 ? starts.last ?? 0 : 3 * UInt32(truncatingIfNeeded: window.first))
      for tap in 0..<Int(window.count) {
        let weight =
          tap == 0
          ? window.leading_weight
          : tap == Int(window.count) - 1 ? window.trailing_weight : window.inner_weight
        let place = (number / 4 * most + tap) * 16 + number % 4 * 4
        // Sums of whole windows fit 16 bits where this is used, which planning proves.
        for lane in place..<place + 4 { weights[lane] = UInt16(truncatingIfNeeded: weight) }
      }
    }
    (tapCount, self.starts, self.weights) = (most, starts, weights)
  }
}
