internal import PoolingEngine

// The windows written out from their definitions, tap by tap.
extension InspectedAxis {
  /// - Parameters:
  ///   - geometry: of the layer over what is pooled, upright. Of windows that follow from a formula only counts and the border are
  ///     taken from it; fractional windows and lists of one's own are its windows.
  ///   - window: the row's or column's number in the output.
  init(_ layer: Pooling, _ geometry: Geometry, isVertical: Bool, window: Int) {
    let length = isVertical ? geometry.input.height : geometry.input.width
    let list = isVertical ? geometry.rows : geometry.columns
    self.init(
      window: window, windows: list.count, length: length, taps: [], unitWeight: 1, paddingTaps: 0,
      overhangTaps: 0)
    func own(_ pair: Pair) -> Int { isVertical ? pair.vertical : pair.horizontal }
    switch layer.windowing.facts {
    case .sliding(let kernel, let stride, let padding, let dilation, let border, _):
      let sliding = Sliding(
        kernel: own(kernel), stride: own(stride), dilation: own(dilation),
        pads: Self.pads(padding, length, own(kernel), own(stride), own(dilation), isVertical: isVertical),
        border: border)
      taps = sliding.taps(of: window, length: length)
    case .adaptive: taps = Self.bin(window, of: list.count, length)
    case .global: taps = Self.bin(0, of: 1, length)
    case .area, .fit:
      let common = Self.commonDivisor(length, list.count)
      unitWeight = list.count / common
      taps = Self.area(window, of: list.count, length, unit: common)
    case .thumbnail, .custom, .fractional, .boundaries, .drawnBoundaries:
      let listed = list[window]
      taps = (0..<listed.tapCount).map { number in
        let place = listed.firstTap + number * listed.dilation
        return Tap(place: place, kind: .sample, source: place, weight: listed.weight(at: place))
      }
      (paddingTaps, overhangTaps) = (listed.paddingTaps, listed.overhangTaps)
      return
    }
    paddingTaps = taps.count { $0.kind == .padding }
    overhangTaps = taps.count { $0.kind == .overhang }
  }

  /// What a sliding window is along one axis.
  private struct Sliding {
    let kernel, stride, dilation: Int
    let pads: (before: Int, after: Int)
    let border: Border

    /// Tap t of window i lies at i·stride − before + t·dilation.
    func taps(of window: Int, length: Int) -> [Tap] {
      (0..<kernel).map { number in
        let place = window * stride - pads.before + number * dilation
        if (0..<length).contains(place) {
          return Tap(place: place, kind: .sample, source: place, weight: 1)
        }
        guard place < length + pads.after else {
          return Tap(place: place, kind: .overhang, source: nil, weight: 1)
        }
        switch border {
        case .dialect: return Tap(place: place, kind: .padding, source: nil, weight: 1)
        case .constant: return Tap(place: place, kind: .border, source: nil, weight: 1)
        case .replicate:
          return Tap(place: place, kind: .border, source: min(max(place, 0), length - 1), weight: 1)
        case .reflect:
          let mirrored = place < 0 ? -place : 2 * (length - 1) - place
          return Tap(place: place, kind: .border, source: mirrored, weight: 1)
        }
      }
    }
  }

  /// Taps before and after an axis of n samples.
  private static func pads(
    _ padding: Padding, _ n: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, isVertical: Bool
  ) -> (before: Int, after: Int) {
    let extent = dilation * (kernel - 1) + 1
    switch padding {
    case .valid: return (0, 0)
    case .explicit(let top, let left, let bottom, let right):
      return isVertical ? (top, bottom) : (left, right)
    case .same, .sameLower:
      // ⌈n/s⌉ windows need P taps in all; an odd one goes after, of SAME_LOWER before.
      let count = (n + stride - 1) / stride
      let total = max(0, (count - 1) * stride + extent - n)
      return padding == .same
        ? (total / 2, total - total / 2) : (total - total / 2, total / 2)
    case .whole:
      let steps = n <= extent ? 0 : (n - extent + stride - 1) / stride
      return (0, max(0, steps * stride + extent - n))
    }
  }

  /// Bin i of o: the samples from ⌊i·n/o⌋ to before ⌈(i+1)·n/o⌉.
  private static func bin(_ i: Int, of o: Int, _ n: Int) -> [Tap] {
    ((i * n / o)..<(((i + 1) * n + o - 1) / o)).map {
      Tap(place: $0, kind: .sample, source: $0, weight: 1)
    }
  }

  /// The interval from i·n/o to (i+1)·n/o. In units of 1/o of a sample, sample j spans j·o to (j+1)·o; weights are what lies
  /// inside, divided by what n and o have in common.
  private static func area(_ i: Int, of o: Int, _ n: Int, unit: Int) -> [Tap] {
    let (start, end) = (i * n, (i + 1) * n)
    return ((start / o)..<((end + o - 1) / o)).map { j in
      let inside = min((j + 1) * o, end) - max(j * o, start)
      return Tap(place: j, kind: .sample, source: j, weight: inside / unit)
    }
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : commonDivisor(b, a % b)
  }
}
