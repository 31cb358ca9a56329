/// The divisor of an average as a product of a vertical and a horizontal factor.
struct AxisDivisor: Hashable, Sendable {
  private let divisorOverride: Int?
  private let countsPadding: Bool

  init(_ layer: Pooling, _ rules: DialectRules) {
    guard case .average(let countIncludePad, let divisorOverride) = layer.reduction.kind else {
      // Norms that PyTorch scales are divided by their real taps, everything else by one whole sample.
      let countsTaps = layer.reduction.isFiniteNorm && layer.kernelTapsOfScaledNorm != nil
      (self.divisorOverride, countsPadding) = (countsTaps ? nil : 1, false)
      return
    }
    self.divisorOverride = divisorOverride
    countsPadding = countIncludePad ?? rules.countIncludePad
  }

  /// The vertical factor for a window of `windows`. An override counts whole samples and is one number for the window,
  /// so the vertical factor has all of it.
  func vertical(_ window: Window, of windows: AxisWindows) -> Int {
    divisorOverride.map { $0 * windows.unitWeight } ?? factor(window)
  }

  func horizontal(_ window: Window, of windows: AxisWindows) -> Int {
    divisorOverride == nil ? factor(window) : windows.unitWeight
  }

  /// A window of padding only has the sum 0; dividing it by 1 leaves that, as ONNX Runtime does.
  private func factor(_ window: Window) -> Int {
    max(1, window.weightSum + (countsPadding ? window.paddingTaps : 0))
  }

  func largestVertical(_ windows: AxisWindows) -> Int {
    divisorOverride.map { Int($0.magnitude) * windows.unitWeight } ?? largestFactor(windows)
  }

  func largestHorizontal(_ windows: AxisWindows) -> Int {
    divisorOverride == nil ? largestFactor(windows) : windows.unitWeight
  }

  private func largestFactor(_ windows: AxisWindows) -> Int {
    if let sliding = windows.sliding { return sliding.kernel }
    // A list's own padding counts, too.
    return windows.isList ? windows.reduce(1) { max($0, factor($1)) } : max(1, windows.largestWeightSum)
  }
}
