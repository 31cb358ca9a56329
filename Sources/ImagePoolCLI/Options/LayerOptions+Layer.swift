internal import ArgumentParser
internal import ImagePooling

extension LayerOptions {
  /// The pooling that was asked for.
  ///
  /// - Throws: ``OutputPlan/Refusal`` for an option that the operator or the dialect lacks, whatever the input's size.
  /// - Parameters:
  ///   - picture: options of which two belong to averages alone.
  ///   - common: the options given for all layers, whose dialect and rounding hold where this one says nothing.
  func pooling(
    _ operation: Operator, _ picture: PictureOptions, common: LayerOptions? = nil
  ) throws(OutputPlan.Refusal) -> Pooling {
    try checkOptions(operation, picture)
    let layer = Pooling(
      reduction(operation), over: try windowing(operation, dialect ?? common?.dialect ?? .torch),
      dialect: dialect ?? common?.dialect ?? .torch, rounding: rounding ?? common?.rounding ?? .halfEven)
    // Boundaries end where an input ends, which is not known yet.
    if fractional.rowBoundaries != nil { return layer }
    do throws(PoolingError) {
      // No input is smaller than what this size allows: whatever is refused here is refused for every input.
      _ = try layer.geometry(of: Size(height: 1 << 30, width: 1 << 30))
    } catch {
      // That no window fits is said of an input, with its size.
      if error.rule == .emptyOutput, operation.maker == .sliding { return layer }
      throw OutputPlan.Refusal(
        "--op \(operation.name): \(error.message)" + LayerOptions.dialects(error.acceptedBy))
    }
    return layer
  }

  private static func dialects(_ dialects: [Dialect]) -> String {
    guard !dialects.isEmpty else { return "" }
    return "; accepted with " + dialects.map { "--dialect \($0.name)" }.joined(separator: " or ")
  }

  private func reduction(_ operation: Operator) -> Reduction {
    switch operation.kind {
    case .max: .max
    case .min: .min
    case .average:
      .average(countIncludePad: operands.countIncludePad, divisorOverride: operands.divisorOverride)
    case .sum: .sum
    case .median: .median
    case .lp: .lp(operands.norm ?? 2)
    case .soft: .soft(temperature: operands.temperature ?? 1)
    case .attention: .attention(temperature: operands.temperature ?? 1)
    }
  }

  private func windowing(_ operation: Operator, _ dialect: Dialect) throws(OutputPlan.Refusal) -> Windowing {
    switch operation.maker {
    case .sliding:
      guard let kernel = windows.kernel else { throw missing(operation, "--kernel N or --kernel H,W") }
      return .sliding(
        kernel, stride: windows.stride, padding: windows.padding ?? .all(0), dilation: windows.dilation ?? 1,
        border: border, ceilMode: windows.ceilMode)
    case .adaptive: return .adaptive(try outputSize(operation))
    case .area: return .area(try outputSize(operation))
    case .global: return .global
    case .fractional:
      return dialect == .tensorflow
        ? try tensorflowWindows(operation) : try torchWindows(operation)
    }
  }

  private func outputSize(_ operation: Operator) throws(OutputPlan.Refusal) -> Size {
    guard let size = windows.outputSize else {
      throw missing(operation, "--output-size N or --output-size H,W")
    }
    return size
  }

  private func torchWindows(_ operation: Operator) throws(OutputPlan.Refusal) -> Windowing {
    guard operation.kind == .max else {
      throw OutputPlan.Refusal("--op \(operation.name) is TensorFlow's: --dialect tensorflow")
    }
    for (given, name) in [
      (fractional.rowBoundaries != nil, "--row-boundaries"),
      (fractional.columnBoundaries != nil, "--column-boundaries"), (fractional.overlapping, "--overlapping"),
      (fractional.pseudoRandom, "--pseudo-random"),
    ] where given {
      throw OutputPlan.Refusal("\(name) is TensorFlow's: --dialect tensorflow")
    }
    guard let kernel = windows.kernel else { throw missing(operation, "--kernel N or --kernel H,W") }
    let size = try outputSize(operation)
    switch (fractional.samples, fractional.seed) {
    case (let samples?, nil):
      return .fractional(kernel, output: size, samples: try samples.fractionalSamples())
    case (nil, let seed?): return .fractional(kernel, output: size, samples: .seed(seed))
    case (nil, nil): throw missing(operation, "--seed N, or the random numbers themselves: --samples U,U,...")
    default: throw OutputPlan.Refusal("--samples are given, so --seed has nothing to draw; leave one out")
    }
  }

  private func tensorflowWindows(_ operation: Operator) throws(OutputPlan.Refusal) -> Windowing {
    if windows.kernel != nil || fractional.samples != nil {
      throw OutputPlan.Refusal(
        "TensorFlow's fractional windows have no --kernel and no --samples; give --row-boundaries and "
          + "--column-boundaries, or --output-size and --seed")
    }
    switch (fractional.rowBoundaries, fractional.columnBoundaries) {
    case (let rows?, let columns?):
      guard fractional.seed == nil, !fractional.pseudoRandom, windows.outputSize == nil else {
        throw OutputPlan.Refusal(
          "boundaries are given, so nothing is drawn; leave --seed, --pseudo-random and --output-size out")
      }
      return .boundaries(rows: rows, columns: columns, overlapping: fractional.overlapping)
    case (nil, nil):
      guard let seed = fractional.seed else {
        throw missing(operation, "--output-size and --seed, or --row-boundaries and --column-boundaries")
      }
      return .fractional(
        output: try outputSize(operation), pseudoRandom: fractional.pseudoRandom,
        overlapping: fractional.overlapping, seed: seed)
    default: throw missing(operation, "both --row-boundaries and --column-boundaries")
    }
  }

  private var border: Border {
    switch windows.paddingMode {
    case .dialect: .dialect
    case .constant: .constant(windows.paddingValue ?? 0)
    case .replicate: .replicate
    case .reflect: .reflect
    }
  }

  private func missing(_ operation: Operator, _ option: String) -> OutputPlan.Refusal {
    OutputPlan.Refusal("--op \(operation.name) needs \(option)")
  }

  /// Options that the operator does not have.
  private func checkOptions(_ operation: Operator, _ picture: PictureOptions) throws(OutputPlan.Refusal) {
    let isSliding: (Operator) -> Bool = { $0.maker == .sliding }
    let isFractional: (Operator) -> Bool = { $0.maker == .fractional }
    let averages: (Operator) -> Bool = { $0.kind == .average }
    let rules: [(given: Bool, name: String, holds: (Operator) -> Bool)] = [
      (windows.kernel != nil, "--kernel", { isSliding($0) || isFractional($0) }),
      (windows.stride != nil, "--stride", isSliding), (windows.dilation != nil, "--dilation", isSliding),
      (windows.padding != nil, "--padding", isSliding),
      (windows.paddingMode != .dialect, "--padding-mode", isSliding),
      (windows.ceilMode, "--ceil-mode", isSliding),
      (operands.countIncludePad != nil, "--count-include-pad", { averages($0) && isSliding($0) }),
      (operands.divisorOverride != nil, "--divisor-override", { averages($0) && isSliding($0) }),
      (
        windows.outputSize != nil, "--output-size",
        { $0.maker == .adaptive || $0.maker == .area || isFractional($0) }
      ),
      (operands.norm != nil, "--norm", { $0.kind == .lp }),
      (operands.temperature != nil, "--temperature", { $0.kind == .soft || $0.kind == .attention }),
      (fractional.seed != nil, "--seed", isFractional),
      (fractional.samples != nil, "--samples", isFractional),
      (fractional.rowBoundaries != nil, "--row-boundaries", isFractional),
      (fractional.columnBoundaries != nil, "--column-boundaries", isFractional),
      (fractional.overlapping, "--overlapping", isFractional),
      (fractional.pseudoRandom, "--pseudo-random", isFractional),
      (rounding != nil, "--rounding", { !$0.selects }), (picture.linear, "--linear", averages),
      (picture.alpha == .premultiplied, "--alpha premultiplied", averages),
    ]
    for rule in rules where rule.given && !rule.holds(operation) {
      throw OutputPlan.Refusal(
        "--op \(operation.name) has no \(rule.name); it belongs to \(Operator.names(where: rule.holds))")
    }
    if windows.paddingValue != nil, windows.paddingMode != .constant {
      throw OutputPlan.Refusal("--padding-value needs --padding-mode constant")
    }
  }
}
