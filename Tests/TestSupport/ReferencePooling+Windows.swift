public import PoolingEngine

extension ReferencePooling {
  /// Everything that follows from the layer and a size: the windows of both axes, and the border to fill first.
  public struct Plan: Hashable, Sendable {
    public var rows: [ReferenceWindow]
    public var columns: [ReferenceWindow]
    /// Top, left, bottom, right: rows and columns to fill in before pooling.
    public var border = [0, 0, 0, 0]
    public var output: Size { Size(height: rows.count, width: columns.count) }
  }

  /// The plan of every plane; nil where the frameworks or the dialect refuse.
  func plans<S: TestSample>(_ input: Planes<S>) -> [Plan]? {
    if case .fractional(_, _, let samples) = windows {
      guard samples.count == input.channels else { return nil }
      // Samples with logits are float64.
      var type = S.type
      if case .attention = operation { type = .float64 }
      let plans = (0..<input.channels).compactMap { plan(input.size, plane: $0, type: type) }
      return plans.count == input.channels ? plans : nil
    }
    return plan(input.size).map { Array(repeating: $0, count: input.channels) }
  }

  /// The windows over an input of that size; nil where the frameworks or the dialect refuse.
  ///
  /// - Parameters:
  ///   - plane: its number, where windows differ from plane to plane.
  ///   - type: the element type, whose arithmetic places PyTorch's fractional windows.
  public func plan(_ size: Size, plane: Int = 0, type: SampleType = .float32) -> Plan? {
    guard size.height >= 1, size.width >= 1, dialectHasReduction(size) else { return nil }
    switch windows {
    case .global:
      return Plan(rows: Self.adaptive(size.height, 1), columns: Self.adaptive(size.width, 1))
    case .adaptive(let height, let width):
      let (height, width) = (height ?? size.height, width ?? size.width)
      guard dialect != .onnx, height >= 1, width >= 1 else { return nil }
      return Plan(rows: Self.adaptive(size.height, height), columns: Self.adaptive(size.width, width))
    case .area(let height, let width):
      guard height >= 1, width >= 1 else { return nil }
      return Plan(rows: Self.area(size.height, height), columns: Self.area(size.width, width))
    case .custom(let rows, let columns):
      return Plan(rows: rows, columns: columns)
    case .fractional(let kernel, let output, let samples):
      guard samples.indices.contains(plane) else { return nil }
      return fractionalPlan(kernel, output, samples[plane], size, inDouble: type == .float64)
    case .boundaries(let rows, let columns, let overlapping):
      return boundaryPlan(rows, columns, overlapping: overlapping, size)
    case .sliding(let sliding):
      return slidingPlan(sliding, size)
    }
  }

  private func slidingPlan(_ s: ReferenceSliding, _ size: Size) -> Plan? {
    for pair in [s.kernel, s.stride, s.dilation] where pair.vertical < 1 || pair.horizontal < 1 { return nil }
    if s.ceilMode, dialect == .tensorflow { return nil }
    let dilates = s.dilation != 1
    if dilates, !torchHasDilation, dialect == .torch { return nil }
    let vertical = Self.padding(s.padding, n: size.height, s: s, isVertical: true)
    let horizontal = Self.padding(s.padding, n: size.width, s: s, isVertical: false)
    // A filled border is part of the picture by the time windows are laid over it.
    let isPadded =
      s.border == .dialect
      && ([.same, .sameLower, .whole].contains(s.padding) || vertical != (0, 0) || horizontal != (0, 0))
    if dilates, dialect == .tensorflow, s.stride != 1 || isPadded { return nil }
    for (p0, p1) in [vertical, horizontal] where p0 < 0 || p1 < 0 { return nil }
    if s.border == .dialect {
      let isExplicit = s.padding != .same && s.padding != .sameLower
      // Whole windows are no framework's padding, so none limits it.
      if isExplicit, s.padding != .whole {
        for (k, (p0, p1)) in [(s.kernel.vertical, vertical), (s.kernel.horizontal, horizontal)] {
          if dialect == .torch, max(p0, p1) > k / 2 { return nil }
          if dialect != .torch, max(p0, p1) >= k { return nil }
        }
      }
      let rows = Self.sliding(
        size.height, s.kernel.vertical, s.stride.vertical, s.dilation.vertical, vertical, s.ceilMode,
        isExplicit)
      let columns = Self.sliding(
        size.width, s.kernel.horizontal, s.stride.horizontal, s.dilation.horizontal, horizontal, s.ceilMode,
        isExplicit)
      guard let rows, let columns else { return nil }
      return Plan(rows: rows, columns: columns)
    }
    if s.border == .reflect {
      if max(vertical.0, vertical.1) >= size.height || max(horizontal.0, horizontal.1) >= size.width {
        return nil
      }
    }
    let rows = Self.sliding(
      size.height + vertical.0 + vertical.1, s.kernel.vertical, s.stride.vertical, s.dilation.vertical,
      (0, 0),
      s.ceilMode, true)
    let columns = Self.sliding(
      size.width + horizontal.0 + horizontal.1, s.kernel.horizontal, s.stride.horizontal,
      s.dilation.horizontal,
      (0, 0), s.ceilMode, true)
    guard let rows, let columns else { return nil }
    return Plan(
      rows: rows, columns: columns, border: [vertical.0, horizontal.0, vertical.1, horizontal.1])
  }

  /// Taps before and after an axis.
  private static func padding(
    _ padding: Padding, n: Int, s: ReferenceSliding, isVertical: Bool
  ) -> (Int, Int) {
    switch padding {
    case .valid: return (0, 0)
    case .whole:
      let kernel = isVertical ? s.kernel.vertical : s.kernel.horizontal
      let stride = isVertical ? s.stride.vertical : s.stride.horizontal
      let extent = (isVertical ? s.dilation.vertical : s.dilation.horizontal) * (kernel - 1) + 1
      // The first window end that leaves no sample behind it.
      var end = extent
      while end < n { end += stride }
      return (0, end - n)
    case .explicit(let top, let left, let bottom, let right):
      return isVertical ? (top, bottom) : (left, right)
    case .same, .sameLower:
      let kernel = isVertical ? s.kernel.vertical : s.kernel.horizontal
      let stride = isVertical ? s.stride.vertical : s.stride.horizontal
      let dilation = isVertical ? s.dilation.vertical : s.dilation.horizontal
      // o = ⌈n/s⌉, P = max(0, (o − 1)·s + K − n); the odd one after, or before with SAME_LOWER.
      var count = 0
      while count * stride < n { count += 1 }
      var total = (count - 1) * stride + dilation * (kernel - 1) + 1 - n
      if total < 0 { total = 0 }
      let (less, more) = (total / 2, total - total / 2)
      return padding == .same ? (less, more) : (more, less)
    }
  }

  /// Windows that slide over `n` samples. `isExplicit`: their number follows from the padding; otherwise from SAME.
  private static func sliding(
    _ n: Int, _ k: Int, _ s: Int, _ d: Int, _ pads: (Int, Int), _ ceilMode: Bool, _ isExplicit: Bool
  ) -> [ReferenceWindow]? {
    let (p0, p1) = pads
    let extent = d * (k - 1) + 1
    var count = 0
    if isExplicit {
      // The largest o with (o − 1)·s + K <= n + p0 + p1; in ceil mode one more if that leaves samples or padding over,
      // but none that starts at n + p0 or later.
      let room = n + p0 + p1
      let numerator = room - extent + (ceilMode ? s - 1 : 0)
      count = Int((Double(numerator) / Double(s)).rounded(.down)) + 1
      if ceilMode, (count - 1) * s >= n + p0 { count -= 1 }
    } else {
      while count * s < n { count += 1 }
    }
    guard count >= 1 else { return nil }
    var windows: [ReferenceWindow] = []
    for i in 0..<count {
      var window = ReferenceWindow()
      for t in 0..<k {
        let tap = i * s - p0 + t * d
        if tap >= 0 && tap < n {
          window.taps.append(tap)
          window.weights.append(1)
        } else if tap < n + p1 {
          window.paddingTaps += 1
        } else {
          window.overhangTaps += 1
        }
      }
      windows.append(window)
    }
    return windows
  }

  /// Bins from ⌊i·n/o⌋ to ⌈(i+1)·n/o⌉.
  private static func adaptive(_ n: Int, _ o: Int) -> [ReferenceWindow] {
    (0..<o).map { i in
      var window = ReferenceWindow()
      // Sample j belongs to bin i if the two intervals [j, j+1) and [i·n/o, (i+1)·n/o) overlap.
      for j in 0..<n where (j + 1) * o > i * n && j * o < (i + 1) * n {
        window.taps.append(j)
        window.weights.append(1)
      }
      return window
    }
  }

  /// The interval from i·n/o to (i+1)·n/o: a sample weighs, in units of 1/o of a sample, what lies inside; reduced by what n
  /// and o have in common, a whole sample weighs o/g and a window n/g.
  private static func area(_ n: Int, _ o: Int) -> [ReferenceWindow] {
    let unit = o / sampleWeight(n, o)
    return (0..<o).map { i in
      var window = ReferenceWindow()
      for j in 0..<n {
        let weight = min((j + 1) * o, (i + 1) * n) - max(j * o, i * n)
        if weight > 0 {
          window.taps.append(j)
          window.weights.append(weight / unit)
        }
      }
      return window
    }
  }

  /// What a whole sample weighs in area windows: o/g.
  static func sampleWeight(_ n: Int, _ o: Int) -> Int {
    let common = (1...min(n, o)).last { n % $0 == 0 && o % $0 == 0 } ?? 1
    return o / common
  }
}
