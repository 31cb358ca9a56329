extension Windowing {
  /// What a windowing was made from, for reports and for programs that translate it.
  public enum Facts: Hashable, Sendable {
    case sliding(
      kernel: Pair, stride: Pair, padding: Padding, dilation: Pair, border: Border, ceilMode: Bool)
    /// Nil keeps the axis's own length.
    case adaptive(height: Int?, width: Int?)
    case area(Size)
    case fit(Size)
    case thumbnail(ThumbnailSize, isAdaptive: Bool)
    case global
    case custom
    /// PyTorch's, by kernel and random numbers.
    case fractional(kernel: Pair, output: Size, samples: FractionalSamples)
    /// TensorFlow's, by boundaries.
    case boundaries(rows: [Int], columns: [Int], overlapping: Bool)
    case drawnBoundaries(output: Size, isPseudoRandom: Bool, overlapping: Bool, seed: UInt64)
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
    case .thumbnail(let size, let isAdaptive): .thumbnail(size, isAdaptive: isAdaptive)
    case .global: .global
    case .custom: .custom
    case .fractional(let kernel, let output, let samples):
      .fractional(kernel: kernel, output: output, samples: samples)
    case .boundaries(let rows, let columns, let overlapping):
      .boundaries(rows: rows, columns: columns, overlapping: overlapping)
    case .drawnBoundaries(let output, let isPseudoRandom, let overlapping, let seed):
      .drawnBoundaries(
        output: output, isPseudoRandom: isPseudoRandom, overlapping: overlapping, seed: seed)
    }
  }
}
