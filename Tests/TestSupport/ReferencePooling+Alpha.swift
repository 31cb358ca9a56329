public import PoolingEngine

extension ReferencePooling {
  /// Means with the last plane as alpha: colour = Σc·a / Σa, 0 where Σa = 0; alpha = Σa / D.
  public func premultipliedMeans<S: TestSample>(_ input: Planes<S>) -> (size: Size, means: [ReferenceMean])? {
    guard let plan = plan(input.size), let (size, plain) = means(input) else { return nil }
    let input = filled(input, plan)
    let alpha = input.channels - 1
    var means: [ReferenceMean] = []
    for channel in 0..<alpha {
      for vertical in plan.rows {
        for horizontal in plan.columns {
          var (colours, alphas): (Int128, Int128) = (0, 0)
          for (row, v) in zip(vertical.taps, vertical.weights) {
            for (column, h) in zip(horizontal.taps, horizontal.weights) {
              let a = input[alpha, row, column].exactInteger * Int128(v * h)
              colours += input[channel, row, column].exactInteger * a
              alphas += a
            }
          }
          means.append(.exact(sum: colours, divisor: alphas))
        }
      }
    }
    return (size, means + plain.suffix(size.height * size.width))
  }
}
