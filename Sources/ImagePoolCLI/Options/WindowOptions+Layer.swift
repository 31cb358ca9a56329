internal import ImagePooling

extension WindowOptions {
  /// The pooling that was asked for.
  ///
  /// - Throws: ``OutputPlan/Refusal`` for an option that the operator or the dialect lacks, whatever the input's size.
  /// - Parameter picture: options of which two belong to averages alone.
  func layer(_ picture: PictureOptions) throws(OutputPlan.Refusal) -> Pooling {
    try checkOptions(picture)
    let reduction: Reduction =
      operation.isAverage
      ? .average(countIncludePad: countIncludePad, divisorOverride: divisorOverride) : .max
    let layer = Pooling(
      reduction, over: try windowing(), dialect: dialect, rounding: rounding ?? .halfEven)
    do throws(PoolingError) {
      // No input is smaller than what this size allows: whatever is refused here is refused for every input.
      _ = try layer.geometry(of: Size(height: 1 << 30, width: 1 << 30))
    } catch {
      // That no window fits is said of an input, with its size.
      if error.rule == .emptyOutput, operation.maker == .sliding { return layer }
      throw OutputPlan.Refusal(
        "--op \(operation.rawValue): \(error.message)" + WindowOptions.dialects(error.acceptedBy))
    }
    return layer
  }

  private static func dialects(_ dialects: [Dialect]) -> String {
    guard !dialects.isEmpty else { return "" }
    return "; accepted with " + dialects.map { "--dialect \($0.name)" }.joined(separator: " or ")
  }

  private func windowing() throws(OutputPlan.Refusal) -> Windowing {
    switch operation.maker {
    case .sliding:
      guard let kernel else { throw missing("--kernel N or --kernel H,W") }
      return .sliding(
        kernel, stride: stride, padding: padding ?? .all(0), dilation: dilation ?? 1, border: border,
        ceilMode: ceilMode)
    case .adaptive:
      guard let outputSize else { throw missing("--output-size N or --output-size H,W") }
      return .adaptive(outputSize)
    case .area:
      guard let outputSize else { throw missing("--output-size N or --output-size H,W") }
      return .area(outputSize)
    case .global: return .global
    }
  }

  private var border: Border {
    switch paddingMode {
    case .dialect: .dialect
    case .constant: .constant(paddingValue ?? 0)
    case .replicate: .replicate
    case .reflect: .reflect
    }
  }

  private func missing(_ option: String) -> OutputPlan.Refusal {
    OutputPlan.Refusal("--op \(operation.rawValue) needs \(option)")
  }

  /// Options that the operator does not have.
  private func checkOptions(_ picture: PictureOptions) throws(OutputPlan.Refusal) {
    let rules: [(given: Bool, name: String, holds: (Operator) -> Bool)] = [
      (kernel != nil, "--kernel", { $0.maker == .sliding }),
      (stride != nil, "--stride", { $0.maker == .sliding }),
      (dilation != nil, "--dilation", { $0.maker == .sliding }),
      (padding != nil, "--padding", { $0.maker == .sliding }),
      (paddingMode != .dialect, "--padding-mode", { $0.maker == .sliding }),
      (ceilMode, "--ceil-mode", { $0.maker == .sliding }),
      (countIncludePad != nil, "--count-include-pad", { $0 == .average }),
      (divisorOverride != nil, "--divisor-override", { $0 == .average }),
      (outputSize != nil, "--output-size", { $0.maker == .adaptive || $0.maker == .area }),
      (rounding != nil, "--rounding", { $0.isAverage }),
      (indices, "--indices", { !$0.isAverage }),
      (picture.linear, "--linear", { $0.isAverage }),
      (picture.alpha == .premultiplied, "--alpha premultiplied", { $0.isAverage }),
    ]
    for rule in rules where rule.given && !rule.holds(operation) {
      throw OutputPlan.Refusal(
        "--op \(operation.rawValue) has no \(rule.name); it belongs to \(Operator.names(where: rule.holds))")
    }
    if paddingValue != nil, paddingMode != .constant {
      throw OutputPlan.Refusal("--padding-value needs --padding-mode constant")
    }
  }
}
