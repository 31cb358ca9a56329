public import PoolingEngine

extension ReferencePooling {
  /// The maxima (or minima) of every plane, by the dialect's rule for values alone. A min is −max(−x).
  public func maxima<S: TestSample>(_ input: Planes<S>) -> Planes<S>? {
    pooled(
      input, rule: dialect == .torch ? .everyNaN : dialect == .tensorflow ? .fromLowestFinite : .fromFirstTap)?
      .values
  }

  /// The maxima (or minima) and the places of their winners, by the dialect's rule for values with indices.
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
    guard let plans = plans(input), selectsASample else { return nil }
    let isMin = operation == .min
    var values = Planes(channels: input.channels, size: plans[0].output, repeating: S.floor)
    var indices = Planes(channels: input.channels, size: plans[0].output, repeating: Int64(-1))
    for (channel, plan) in plans.enumerated() {
      let input = filled(input, plan)
      let width = input.size.width
      for (i, vertical) in plan.rows.enumerated() {
        for (j, horizontal) in plan.columns.enumerated() {
          // The worst number that a framework starts from, and the one of a window without taps.
          let (start, none) = isMin ? (S.greatestFinite, S.ceiling) : (S.lowestFinite, S.floor)
          var best: S? = rule == .fromLowestFinite ? start : nil
          var index: Int64 = -1
          for row in vertical.taps {
            for column in horizontal.taps {
              let value = input[channel, row, column]
              let replaces: Bool
              if let best {
                replaces = (isMin ? value < best : value > best) || (rule == .everyNaN && value.isNotANumber)
              } else {
                replaces = true
              }
              if replaces {
                best = value
                index = Int64(row * width + column)
              }
            }
          }
          var value = best ?? none
          if value.isNotANumber { value = S.rounding(.nan, .halfEven).value }
          values[channel, i, j] = value
          indices[channel, i, j] = index
        }
      }
    }
    return (values, indices)
  }
}
