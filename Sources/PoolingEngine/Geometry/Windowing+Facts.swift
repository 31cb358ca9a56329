extension Windowing {
  /// What a windowing was made from, for reports and for programs that translate it.
  public enum Facts: Hashable, Sendable {
    case sliding(
      kernel: Pair, stride: Pair, padding: Padding, dilation: Pair, border: Border, ceilMode: Bool)
    /// Nil keeps the axis's own length.
    case adaptive(height: Int?, width: Int?)
    case area(Size)
    case fit(Size)
    case global
    case custom
  }

  public var facts: Facts {
    switch kind {
    case .sliding(let p):
      .sliding(
        kernel: p.kernel, stride: p.stride, padding: p.padding, dilation: p.dilation, border: p.border,
        ceilMode: p.ceilMode)
    case .adaptive(let height, let width): .adaptive(height: height, width: width)
    case .area(let size): .area(size)
    case .fit(let box): .fit(box)
    case .global: .global
    case .custom: .custom
    }
  }
}
