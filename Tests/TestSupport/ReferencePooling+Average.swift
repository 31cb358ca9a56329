public import PoolingEngine

extension ReferencePooling {
  /// The sum and divisor of every output sample, plane after plane in row-major order. `wrapsInt64`: an int64 average
  /// is wanted as int64 from the torch dialect.
  public func means<S: TestSample>(_ input: Planes<S>, wrapsInt64: Bool = false) -> (
    size: Size, means: [ReferenceMean]
  )? {
    guard let plan = plan(input.size), case .average(let include, let divisorOverride) = operation else {
      return nil
    }
    let input = filled(input, plan)
    var means: [ReferenceMean] = []
    for channel in 0..<input.channels {
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
            let truncates = wrapsInt64 && S.type == .int64 && dialect == .torch
            if truncates { sum = Int128(Int64(truncatingIfNeeded: sum)) }
            let divisor = Int128(divisor)
            means.append(
              truncates ? .truncating(sum: sum, divisor: divisor) : .exact(sum: sum, divisor: divisor))
          }
        }
      }
    }
    return (plan.output, means)
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
    guard let (size, means) = means(input, wrapsInt64: R.type == .int64) else { return nil }
    return try? Planes(
      channels: input.channels, size: size, means.map { $0.value(as: R.self, rounding: rounding).value })
  }

  /// The order of a float's additions is the stated one: bins and windows that do not overlap are folded directly.
  /// Overlapping windows may be put together from blocks, and weights may be multiplied in either order.
  public var hasStatedOrder: Bool {
    switch windows {
    case .global, .adaptive: true
    case .area: false
    case .custom(let rows, let columns): (rows + columns).allSatisfy { $0.weights.allSatisfy { $0 == 1 } }
    case .sliding(let s):
      s.dilation == 1 && s.stride.vertical >= s.kernel.vertical && s.stride.horizontal >= s.kernel.horizontal
    }
  }
}
