public import PoolingEngine

extension ReferencePooling {
  /// The sum and divisor of every output sample, plane after plane in row-major order.
  ///
  /// - Parameter type: the result's element type, where frameworks divide integers of it toward zero: PyTorch's averages of
  ///   int64, TensorFlow's fractional ones of int32 and int64.
  public func means<S: TestSample>(_ input: Planes<S>, as type: SampleType? = nil) -> (
    size: Size, means: [ReferenceMean]
  )? {
    guard let plans = plans(input) else { return nil }
    let include: Bool?
    let divisorOverride: Int?
    var truncates = false
    switch operation {
    case .average(let counts, let divisor):
      (include, divisorOverride) = (counts, divisor)
      truncates = type == S.type && dividesTowardZero(S.type)
    case .sum: (include, divisorOverride) = (false, 1)
    default: return nil
    }
    var means: [ReferenceMean] = []
    for (channel, plan) in plans.enumerated() {
      let input = filled(input, plan)
      for vertical in plan.rows {
        for horizontal in plan.columns {
          let divisor = divisor(vertical, horizontal, include, divisorOverride, input.size)
          if S.type.isFloatingPoint {
            means.append(Self.floatMean(input, channel, vertical, horizontal, divisor))
          } else {
            var sum: Int128 = 0
            for (row, v) in zip(vertical.taps, vertical.weights) {
              for (column, h) in zip(horizontal.taps, horizontal.weights) {
                sum += input[channel, row, column].exactInteger * Int128(v * h)
              }
            }
            // PyTorch's int64 sums wrap.
            if truncates, S.type == .int64 { sum = Int128(Int64(truncatingIfNeeded: sum)) }
            let divisor = Int128(divisor)
            means.append(
              truncates ? .truncating(sum: sum, divisor: divisor) : .exact(sum: sum, divisor: divisor))
          }
        }
      }
    }
    return (plans[0].output, means)
  }

  private func dividesTowardZero(_ type: SampleType) -> Bool {
    if dialect == .torch { return type == .int64 }
    guard case .boundaries = windows else { return false }
    return type == .int32 || type == .int64
  }

  /// PyTorch's override counts for every window. Else real taps and padding, or real taps alone; never overhang.
  private func divisor(
    _ v: ReferenceWindow, _ h: ReferenceWindow, _ include: Bool?, _ divisorOverride: Int?, _ size: Size
  ) -> Int {
    if let divisorOverride {
      // A divisor counts whole samples, which weigh more than 1 in area windows, on both axes.
      guard case .area(let height, let width) = windows else { return divisorOverride }
      return divisorOverride * Self.sampleWeight(size.height, height) * Self.sampleWeight(size.width, width)
    }
    guard include ?? (dialect == .torch) else { return v.weightSum * h.weightSum }
    return (v.weightSum + v.paddingTaps) * (h.weightSum + h.paddingTaps)
  }

  private static func floatMean<S: TestSample>(
    _ input: Planes<S>, _ channel: Int, _ vertical: ReferenceWindow, _ horizontal: ReferenceWindow,
    _ divisor: Int
  ) -> ReferenceMean {
    var (ordered, high, low, magnitudes) = (0.0, 0.0, 0.0, 0.0)
    for (column, h) in zip(horizontal.taps, horizontal.weights) {
      var columnSum = 0.0
      for (row, v) in zip(vertical.taps, vertical.weights) {
        let value = input[channel, row, column].asDouble
        columnSum += Double(v) * value
        // The same terms again, with the rounding errors of product and sum kept.
        let product = Double(v * h) * value
        let productError = (-product).addingProduct(Double(v * h), value)
        let sum = high + product
        let part = sum - high
        low += (high - (sum - part)) + (product - part) + productError
        high = sum
        magnitudes += product.magnitude
      }
      ordered += Double(h) * columnSum
    }
    let taps = vertical.taps.count * horizontal.taps.count
    return .float(
      ordered: ordered, high: high, low: low, magnitudes: magnitudes, taps: taps, divisor: Double(divisor))
  }

  /// Averages in an element type. Floats: in the stated order.
  public func averages<S: TestSample, R: TestSample>(_ input: Planes<S>, as type: R.Type) -> Planes<R>? {
    guard let (size, means) = means(input, as: R.type) else { return nil }
    return try? Planes(
      channels: input.channels, size: size, means.map { $0.value(as: R.self, rounding: rounding).value })
  }

  /// The order of a float's additions is the stated one: bins and windows that do not overlap are folded directly.
  /// Overlapping windows may be put together from blocks, and weights may be multiplied in either order.
  public var hasStatedOrder: Bool {
    switch windows {
    case .global, .adaptive, .fractional, .boundaries: true
    case .area: false
    case .custom(let rows, let columns): (rows + columns).allSatisfy { $0.weights.allSatisfy { $0 == 1 } }
    case .sliding(let s):
      s.dilation == 1 && s.stride.vertical >= s.kernel.vertical && s.stride.horizontal >= s.kernel.horizontal
    }
  }
}
