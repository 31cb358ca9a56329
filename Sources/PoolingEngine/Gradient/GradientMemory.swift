/// What the gradient of whole planes holds beside input, upstream gradient and result, from the geometry alone.
struct GradientMemory {
  let layer: Pooling
  let channels: Int
  let sampleType: SampleType
  let threads: Int

  func bytes(of input: Size) throws(PoolingError) -> Int {
    let geometry = try layer.geometry(of: input)
    // In Double: a border makes planes that no integer counts.
    let plane = Self.samples(input)
    let under = Self.samples(geometry.filledBorder.enlarged(input))
    let output = Self.samples(geometry.output)
    let workers = Double(min(channels, max(1, threads)))
    // Input, upstream and result as Doubles; under a border the samples, their powers or logits with weights and places, two
    // gradients.
    var bytes = workers * 8 * (2 * plane + 2 * output + 6 * under)
    if layer.reduction.takesLogits { bytes += Double(channels) * plane * 8 }
    if layer.reduction.selectsASample || layer.reduction.isInfiniteNorm {
      // Winners of every plane, found by the forward pass.
      bytes +=
        Double(channels) * (output * Double(8 + sampleType.byteCount) + plane * Double(sampleType.byteCount))
      let format = RowFormat(size: input, channels: 1, sampleType: sampleType)
      var selection = layer
      selection.reduction = .max
      bytes +=
        Double(max(1, threads))
        * Double(
          try MemoryEstimate(
            selection, format: format, orientation: .upright, alpha: nil, results: [sampleType], indices: true
          ).bytes())
    }
    return bytes >= Double(Int.max / 4) ? Int.max / 4 : Int(bytes)
  }

  private static func samples(_ size: Size) -> Double { Double(size.height) * Double(size.width) }
}

extension Pooling {
  /// About how many bytes a gradient holds beside input, upstream gradient and result; a wide filled border is most of it. Nothing
  /// is allocated.
  ///
  /// - Parameters:
  ///   - input: the size of its planes.
  ///   - channels: how many.
  ///   - sampleType: float16, float32 or float64.
  ///   - threads: those of the schedule.
  /// - Throws: ``PoolingError`` for everything that the forward pass refuses.
  public func gradientWorkingMemory(
    of input: Size, channels: Int, sampleType: SampleType, threads: Int = 1
  ) throws(PoolingError) -> Int {
    try GradientMemory(layer: self, channels: channels, sampleType: sampleType, threads: threads).bytes(
      of: input)
  }
}
