public import PoolingEngine

extension ReferencePooling {
  /// The maxima of every plane, by the dialect's rule for values alone.
  public func maxima<S: TestSample>(_ input: Planes<S>) -> Planes<S>? {
    pooled(
      input, rule: dialect == .torch ? .everyNaN : dialect == .tensorflow ? .fromLowestFinite : .fromFirstTap)?
      .values
  }

  /// The maxima and the places of their winners, by the dialect's rule for values with indices.
  public func maximaWithIndices<S: TestSample>(_ input: Planes<S>) -> (
    values: Planes<S>, indices: Planes<Int64>
  )? {
    pooled(input, rule: dialect == .torch ? .everyNaN : .fromFirstTap)
  }

  private enum MaximumRule {
    /// Replace when greater or NaN.
    case everyNaN
    /// Start from the lowest finite number; replace when greater.
    case fromLowestFinite
    /// Start from the first tap; replace when greater.
    case fromFirstTap
  }

  private func pooled<S: TestSample>(
    _ input: Planes<S>, rule: MaximumRule
  ) -> (values: Planes<S>, indices: Planes<Int64>)? {
    guard let plan = plan(input.size) else { return nil }
    let input = filled(input, plan)
    let width = input.size.width
    var values = Planes(channels: input.channels, size: plan.output, repeating: S.floor)
    var indices = Planes(channels: input.channels, size: plan.output, repeating: Int64(-1))
    for channel in 0..<input.channels {
      for (i, vertical) in plan.rows.enumerated() {
        for (j, horizontal) in plan.columns.enumerated() {
          var best: S? = rule == .fromLowestFinite ? S.lowestFinite : nil
          var index: Int64 = -1
          for row in vertical.taps {
            for column in horizontal.taps {
              let value = input[channel, row, column]
              let replaces: Bool
              if let best {
                replaces = value > best || (rule == .everyNaN && value.isNotANumber)
              } else {
                replaces = true
              }
              if replaces {
                best = value
                index = Int64(row * width + column)
              }
            }
          }
          var value = best ?? S.floor
          if value.isNotANumber { value = S.rounding(.nan, .halfEven).value }
          values[channel, i, j] = value
          indices[channel, i, j] = index
        }
      }
    }
    return (values, indices)
  }
}
