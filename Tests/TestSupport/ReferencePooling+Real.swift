public import PoolingEngine

extension ReferencePooling {
  /// What every output sample of a reduction that computes in Double may be: Lp, soft, attention, median of floats. Plane after
  /// plane in row-major order; nil if the layer is refused, or of another kind.
  ///
  /// - Parameter logits: of an attention: as many planes as the input, or one.
  public func reals<S: TestSample, L: TestSample>(
    _ input: Planes<S>, logits: Planes<L>?
  ) -> (size: Size, values: [ReferenceReal])? {
    guard let plans = plans(input) else { return nil }
    var values: [ReferenceReal] = []
    for (channel, plan) in plans.enumerated() {
      let enlarged = filled(input, plan)
      let enlargedLogits = logits.map { filled($0, plan) }
      for vertical in plan.rows {
        for horizontal in plan.columns {
          switch operation {
          case .lp(let p): values.append(norm(p, enlarged, channel, vertical, horizontal))
          case .soft(let temperature):
            values.append(
              softmax(
                temperature, enlarged, { enlarged[channel, $0, $1].asDouble }, channel, vertical, horizontal))
          case .attention(let temperature):
            guard let logits = enlargedLogits else { return nil }
            let plane = logits.channels == 1 ? 0 : channel
            values.append(
              softmax(
                temperature, enlarged, { logits[plane, $0, $1].asDouble }, channel, vertical, horizontal))
          case .median: values.append(median(enlarged, channel, vertical, horizontal))
          case .max, .min, .sum, .average: return nil
          }
        }
      }
    }
    return (plans[0].output, values)
  }

  /// The same without logits.
  public func reals<S: TestSample>(_ input: Planes<S>) -> (size: Size, values: [ReferenceReal])? {
    reals(input, logits: Planes<S>?.none)
  }
}
