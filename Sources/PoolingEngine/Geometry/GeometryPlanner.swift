/// Turns a layer and an input size into window lists, or refuses. Rules per axis are those of the frameworks'
/// output-size formulas; see `Pooling` for the dialects.
struct GeometryPlanner {
  let layer: Pooling
  let input: Size
  let plane: Int
  let sampleType: SampleType
  let rules: DialectRules

  /// Sizes and parameters stay below 2³¹, so that products of two stay exact in Int.
  static let largestParameter = Int(Int32.max)

  init(_ layer: Pooling, input: Size, plane: Int, sampleType: SampleType) {
    self.layer = layer
    self.input = input
    self.plane = plane
    self.sampleType = sampleType
    rules = DialectRules(layer.dialect)
  }

  func geometry(checkingReduction: Bool = true) throws(PoolingError) -> Geometry {
    guard input.height >= 1, input.width >= 1 else {
      throw PoolingError(
        .emptyInput, "the input has no samples (\(input.height) rows, \(input.width) columns)")
    }
    guard input.height <= Self.largestParameter, input.width <= Self.largestParameter else {
      throw PoolingError(
        .overflow, "an input of \(input) is too large: sides go up to \(Self.largestParameter)")
    }
    if checkingReduction { try checkReduction() }
    switch layer.windowing.kind {
    case .sliding(let parameters):
      return try slidingGeometry(parameters)
    case .adaptive(let height, let width):
      guard rules.hasAdaptive else {
        throw PoolingError(
          .notInDialect, "\(layer.dialect) has no adaptive pooling")
      }
      return try dividedGeometry(
        Size(height: height ?? input.height, width: width ?? input.width), maker: { .adaptive($0) })
    case .area(let output):
      return try dividedGeometry(output, maker: { .area($0) })
    case .fit(let box):
      return try thumbnailGeometry(.fit(box), isAdaptive: false)
    case .thumbnail(let size, let isAdaptive):
      return try thumbnailGeometry(size, isAdaptive: isAdaptive)
    case .global:
      return Geometry(
        input: input,
        rows: AxisWindows(
          inputLength: input.height, count: 1,
          maker: .sliding(kernel: input.height, stride: input.height, dilation: 1, leading: 0, trailing: 0)),
        columns: AxisWindows(
          inputLength: input.width, count: 1,
          maker: .sliding(kernel: input.width, stride: input.width, dilation: 1, leading: 0, trailing: 0)))
    case .fractional(let kernel, let output, let samples):
      return try fractionalGeometry(kernel, output, samples)
    case .boundaries(let rows, let columns, let overlapping):
      return try boundaryGeometry(rows: rows, columns: columns, overlapping: overlapping)
    case .drawnBoundaries(let output, let isPseudoRandom, let overlapping, let seed):
      return try drawnGeometry(output, isPseudoRandom: isPseudoRandom, overlapping: overlapping, seed: seed)
    case .custom(let rows, let columns):
      guard rows.inputLength == input.height, columns.inputLength == input.width else {
        throw PoolingError(
          .windowList,
          "the window lists are for \(Size(height: rows.inputLength, width: columns.inputLength)), not \(input)"
        )
      }
      guard !rows.isEmpty, !columns.isEmpty else {
        throw PoolingError(.emptyOutput, "a window list is empty")
      }
      return Geometry(input: input, rows: rows, columns: columns)
    }
  }
}

// MARK: - Sliding windows

extension GeometryPlanner {
  private struct Axis {
    let name: String
    let length, kernel, stride, dilation: Int
    /// K = d(k − 1) + 1.
    var extent: Int { dilation * (kernel - 1) + 1 }
  }

  private func slidingGeometry(_ p: Windowing.SlidingParameters) throws(PoolingError) -> Geometry {
    for (name, pair) in [("kernel", p.kernel), ("stride", p.stride), ("dilation", p.dilation)] {
      for value in [pair.vertical, pair.horizontal] {
        guard value >= 1 else { throw PoolingError(.positiveParameter, "\(name) \(pair) must be at least 1") }
        guard value <= Self.largestParameter else {
          throw PoolingError(
            .overflow, "\(name) \(value) is too large: it goes up to \(Self.largestParameter)")
        }
      }
    }
    try checkDilation(p)
    if p.ceilMode, !rules.hasCeilMode {
      throw PoolingError(
        .notInDialect, "\(layer.dialect) has no ceil mode")
    }
    let vertical = Axis(
      name: "vertical", length: input.height, kernel: p.kernel.vertical, stride: p.stride.vertical,
      dilation: p.dilation.vertical)
    let horizontal = Axis(
      name: "horizontal", length: input.width, kernel: p.kernel.horizontal, stride: p.stride.horizontal,
      dilation: p.dilation.horizontal)
    guard case .dialect = p.border else { return try filledGeometry(p, vertical, horizontal) }
    switch p.padding {
    case .same, .sameLower:
      return Geometry(
        input: input, rows: same(vertical, oddTapFirst: p.padding == .sameLower),
        columns: same(horizontal, oddTapFirst: p.padding == .sameLower))
    case .whole:
      return Geometry(input: input, rows: whole(vertical), columns: whole(horizontal))
    case .valid:
      return Geometry(
        input: input, rows: try explicit(vertical, 0, 0, ceilMode: p.ceilMode),
        columns: try explicit(horizontal, 0, 0, ceilMode: p.ceilMode))
    case .explicit(let top, let left, let bottom, let right):
      try checkPadding(vertical, [top, bottom])
      try checkPadding(horizontal, [left, right])
      return Geometry(
        input: input, rows: try explicit(vertical, top, bottom, ceilMode: p.ceilMode),
        columns: try explicit(horizontal, left, right, ceilMode: p.ceilMode))
    }
  }

  private func checkDilation(_ p: Windowing.SlidingParameters) throws(PoolingError) {
    guard p.dilation != 1 else { return }
    if layer.reduction.dividesASum, !rules.averageDilates {
      throw PoolingError(
        .notInDialect, "\(layer.dialect)'s \(layer.reduction) has no dilation")
    }
    let isPlain: Bool
    switch p.padding {
    // A filled border leaves windows without padding.
    case _ where p.border != .dialect: isPlain = p.stride == 1
    case .valid: isPlain = p.stride == 1
    case .same, .sameLower, .whole: isPlain = false
    case .explicit(let top, let left, let bottom, let right):
      isPlain = p.stride == 1 && [top, left, bottom, right].allSatisfy { $0 == 0 }
    }
    if rules.dilationNeedsPlainWindows, !isPlain {
      throw PoolingError(
        .notInDialect, "\(layer.dialect) dilates with stride 1 and no padding only")
    }
  }

  private func checkPadding(_ axis: Axis, _ paddings: [Int]) throws(PoolingError) {
    for padding in paddings {
      guard padding >= 0 else {
        throw PoolingError(.paddingLimit, "\(axis.name) padding \(padding) is negative")
      }
      let limit = rules.paddingLimit == .halfKernel ? axis.kernel / 2 : axis.kernel - 1
      guard padding <= limit else {
        throw PoolingError(
          .paddingLimit,
          "\(axis.name) padding \(padding) is over \(layer.dialect)'s limit of \(limit) for a kernel of \(axis.kernel)"
        )
      }
    }
  }

  /// o = ⌈n/s⌉ windows; P = max(0, (o − 1)s + K − n) taps of padding in all.
  private func same(_ axis: Axis, oddTapFirst: Bool) -> AxisWindows {
    let count = (axis.length + axis.stride - 1) / axis.stride
    let total = max(0, (count - 1) * axis.stride + axis.extent - axis.length)
    let leading = oddTapFirst ? total - total / 2 : total / 2
    return AxisWindows(
      inputLength: axis.length, count: count,
      maker: .sliding(
        kernel: axis.kernel, stride: axis.stride, dilation: axis.dilation, leading: leading,
        trailing: total - leading))
  }

  /// o = ⌊(n + p0 + p1 − K)/s⌋ + 1; in ceil mode the quotient is rounded up, and a last window that would start at or
  /// past n + p0 is dropped.
  private func explicit(
    _ axis: Axis, _ leading: Int, _ trailing: Int, ceilMode: Bool
  ) throws(PoolingError) -> AxisWindows {
    let room = axis.length + leading + trailing - axis.extent
    var count = Self.flooredQuotient(room + (ceilMode ? axis.stride - 1 : 0), axis.stride) + 1
    if ceilMode, (count - 1) * axis.stride >= axis.length + leading { count -= 1 }
    guard count >= 1 else {
      throw PoolingError(
        .emptyOutput,
        "no \(axis.name) window fits: \(axis.extent) taps over \(axis.length) samples with padding "
          + "\(leading) + \(trailing)")
    }
    return AxisWindows(
      inputLength: axis.length, count: count,
      maker: .sliding(
        kernel: axis.kernel, stride: axis.stride, dilation: axis.dilation, leading: leading,
        trailing: trailing))
  }

  private func filledGeometry(
    _ p: Windowing.SlidingParameters, _ vertical: Axis, _ horizontal: Axis
  ) throws(PoolingError) -> Geometry {
    let (top, left, bottom, right): (Int, Int, Int, Int)
    switch p.padding {
    case .valid: (top, left, bottom, right) = (0, 0, 0, 0)
    case .whole:
      (top, left) = (0, 0)
      (bottom, right) = (wholePadding(vertical).trailing, wholePadding(horizontal).trailing)
    case .explicit(let t, let l, let b, let r): (top, left, bottom, right) = (t, l, b, r)
    case .same, .sameLower:
      (top, bottom) = samePadding(vertical, oddTapFirst: p.padding == .sameLower)
      (left, right) = samePadding(horizontal, oddTapFirst: p.padding == .sameLower)
    }
    for (axis, padding) in [(vertical, top), (horizontal, left), (vertical, bottom), (horizontal, right)] {
      guard padding >= 0 else {
        throw PoolingError(.paddingLimit, "\(axis.name) padding \(padding) is negative")
      }
      guard padding <= Self.largestParameter / 4 else {
        throw PoolingError(.overflow, "\(axis.name) padding \(padding) is too large")
      }
      if case .reflect = p.border, padding >= axis.length {
        throw PoolingError(
          .borderSize,
          "reflecting \(padding) samples needs an axis longer than that; the \(axis.name) one has "
            + "\(axis.length)")
      }
    }
    let border = FilledBorder(top: top, left: left, bottom: bottom, right: right, border: p.border)
    let enlarged = border.enlarged(input)
    guard enlarged.height <= Self.largestParameter, enlarged.width <= Self.largestParameter else {
      throw PoolingError(
        .overflow, "with its border the input is \(enlarged): sides go up to \(Self.largestParameter)")
    }
    func widened(_ axis: Axis, _ length: Int) -> Axis {
      Axis(name: axis.name, length: length, kernel: axis.kernel, stride: axis.stride, dilation: axis.dilation)
    }
    return Geometry(
      input: input, rows: try explicit(widened(vertical, enlarged.height), 0, 0, ceilMode: p.ceilMode),
      columns: try explicit(widened(horizontal, enlarged.width), 0, 0, ceilMode: p.ceilMode),
      filledBorder: border)
  }

  /// As many windows as it takes to hold every sample, and the taps that the last one lacks.
  private func wholePadding(_ axis: Axis) -> (count: Int, trailing: Int) {
    let count = max(0, axis.length - axis.extent + axis.stride - 1) / axis.stride + 1
    return (count, max(0, (count - 1) * axis.stride + axis.extent - axis.length))
  }

  private func whole(_ axis: Axis) -> AxisWindows {
    let (count, trailing) = wholePadding(axis)
    return AxisWindows(
      inputLength: axis.length, count: count,
      maker: .sliding(
        kernel: axis.kernel, stride: axis.stride, dilation: axis.dilation, leading: 0, trailing: trailing))
  }

  private func samePadding(_ axis: Axis, oddTapFirst: Bool) -> (Int, Int) {
    guard case .sliding(_, _, _, let leading, let trailing) = same(axis, oddTapFirst: oddTapFirst).maker
    else {
      return (0, 0)
    }
    return (leading, trailing)
  }

  private static func flooredQuotient(_ a: Int, _ b: Int) -> Int {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
  }
}
