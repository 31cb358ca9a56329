// Windows at places that random numbers or boundaries say.
extension GeometryPlanner {
  /// PyTorch 2.13, `fractional_max_pool2d`: o windows of k taps, whose starts follow from one number u per axis in the
  /// arithmetic of the element type.
  func fractionalGeometry(
    _ kernel: Pair, _ output: Size, _ samples: FractionalSamples
  ) throws(PoolingError) -> Geometry {
    guard layer.dialect == .torch else {
      throw PoolingError(.notInDialect, "\(layer.dialect) has no fractional windows of one kernel")
    }
    let sample = try samples.sample(ofPlane: plane)
    return Geometry(
      input: input,
      rows: try fractionalWindows(
        "vertical", input.height, kernel.vertical, output.height, sample.height),
      columns: try fractionalWindows(
        "horizontal", input.width, kernel.horizontal, output.width, sample.width))
  }

  private func fractionalWindows(
    _ axis: String, _ length: Int, _ kernel: Int, _ count: Int, _ u: Double
  ) throws(PoolingError) -> AxisWindows {
    guard kernel >= 1 else {
      throw PoolingError(.positiveParameter, "\(axis) kernel \(kernel) must be at least 1")
    }
    guard count >= 1 else {
      throw PoolingError(.emptyOutput, "an output of \(count) has no \(axis) windows")
    }
    guard kernel <= length, count <= length - kernel + 1 else {
      throw PoolingError(
        .emptyOutput,
        "\(count) \(axis) fractional windows of \(kernel) samples need an axis of \(kernel - 1) + \(count) "
          + "samples; it has \(length)")
    }
    let starts =
      sampleType == .float64
      ? Self.starts(length: length, kernel: kernel, count: count, u: u)
      : Self.starts(length: length, kernel: kernel, count: count, u: Float(u))
    return AxisWindows(
      inputLength: length, count: count,
      maker: .list(starts.map { Window(firstTap: $0, tapCount: kernel) }))
  }

  /// start[i] = Int((i + u)·α) − Int(u·α) with α = (n − k)/(o − 1); the last one is n − k.
  private static func starts<T: BinaryFloatingPoint>(length: Int, kernel: Int, count: Int, u: T) -> [Int] {
    guard count > 1 else { return [length - kernel] }
    let alpha = T(length - kernel) / T(count - 1)
    let offset = Int(u * alpha)
    return (0..<count - 1).map { Int((T($0) + u) * alpha) - offset } + [length - kernel]
  }

  /// TensorFlow 2.21, `fractional_max_pool` and `fractional_avg_pool`, from the boundaries that they return.
  func boundaryGeometry(
    rows: [Int], columns: [Int], overlapping: Bool
  ) throws(PoolingError) -> Geometry {
    guard layer.dialect == .tensorflow else {
      throw PoolingError(.notInDialect, "\(layer.dialect) has no windows between boundaries")
    }
    return Geometry(
      input: input, rows: try windows(between: rows, "row", input.height, overlapping),
      columns: try windows(between: columns, "column", input.width, overlapping))
  }

  private func windows(
    between boundaries: [Int], _ name: String, _ length: Int, _ overlapping: Bool
  ) throws(PoolingError) -> AxisWindows {
    guard boundaries.count >= 2 else {
      throw PoolingError(
        .fractionalSequence, "\(boundaries.count) \(name) boundaries make no window; it takes 2 at least")
    }
    guard boundaries[0] == 0, boundaries[boundaries.count - 1] == length else {
      throw PoolingError(
        .fractionalSequence,
        "\(name) boundaries go from 0 to \(length), the axis's length, not from \(boundaries[0]) to "
          + "\(boundaries[boundaries.count - 1])")
    }
    var result: [Window] = []
    result.reserveCapacity(boundaries.count - 1)
    for (start, end) in zip(boundaries, boundaries.dropFirst()) {
      guard start < end else {
        throw PoolingError(
          .fractionalSequence, "\(name) boundaries ascend; \(end) comes after \(start)")
      }
      let last = overlapping ? min(end, length - 1) : end - 1
      result.append(Window(firstTap: start, tapCount: last - start + 1))
    }
    return AxisWindows(inputLength: length, count: result.count, maker: .list(result))
  }

  /// The same windows between boundaries that are drawn here.
  func drawnGeometry(
    _ output: Size, isPseudoRandom: Bool, overlapping: Bool, seed: UInt64
  ) throws(PoolingError) -> Geometry {
    for (name, length, count) in [
      ("vertical", input.height, output.height), ("horizontal", input.width, output.width),
    ] {
      guard count >= 1, count <= length else {
        throw PoolingError(
          .emptyOutput, "\(count) \(name) windows between boundaries need 1 to \(length) of them")
      }
    }
    var generator = SplitMix64(seed: seed)
    let rows = FractionalBoundaries.draw(
      length: input.height, count: output.height, isPseudoRandom: isPseudoRandom, from: &generator)
    let columns = FractionalBoundaries.draw(
      length: input.width, count: output.width, isPseudoRandom: isPseudoRandom, from: &generator)
    return try boundaryGeometry(rows: rows, columns: columns, overlapping: overlapping)
  }
}
