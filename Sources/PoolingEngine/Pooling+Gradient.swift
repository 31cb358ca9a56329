extension Pooling {
  /// The gradient of the input: what a change of each sample does to the sum of `upstream` · result.
  ///
  /// Contributions of overlapping windows add up, in Double, and are rounded once; padding's share is discarded, a
  /// filled border's goes to the samples that it was made of. Max and min route to the winner by the dialect's rule
  /// for indices; see ``Reduction`` for the formulas. Costs O(input + output samples) for averages, sums and norms, O(windows) for
  /// max and min on top of the forward pass, O(windows × taps) for soft pooling.
  ///
  /// Rules: autograd of PyTorch 2.13, the gradient kernels of TensorFlow 2.21; derivatives where a framework has none.
  ///
  /// - Parameters:
  ///   - input: C planes of H × W samples.
  ///   - upstream: the gradient of the result: C planes of ``Geometry/output`` samples.
  ///   - schedule: how; does not change the result.
  /// - Returns: C planes of H × W samples.
  /// - Throws: ``PoolingError``: everything that the forward pass refuses; `sampleCount` for an upstream gradient of another
  ///   shape; `notInDialect` for a median, which no framework differentiates.
  public func gradient<S: Sample & BinaryFloatingPoint>(
    of input: Planes<S>, upstream: Planes<S>, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> Planes<S> {
    guard !reduction.takesLogits else {
      throw PoolingError(
        .sampleCount, "an attention pooling has two gradients, of the input and of the logits")
    }
    let geometries = try gradientGeometries(input, upstream)
    let kind = try gradientKind(of: input, schedule)
    let layer = self
    var result = Planes<S>.unfilled(channels: input.channels, size: input.size)
    result.withUnsafeMutableSamples { samples in
      PlaneGradients(planes: input.channels, threads: schedule.threads, type: S.type)
        .run(into: [UnsafeMutableRawPointer(samples)]) { plane in
          [
            layer.gradient(
              kind, geometries[plane % geometries.count], GradientSamples.load(input, plane: plane),
              GradientSamples.load(upstream, plane: plane), plane: plane, type: S.type)
          ]
        }
    }
    return result
  }

  /// The gradients of input and logits of an attention pooling: g·w and g·w·(x − y)/τ, added up over the windows. Logits of
  /// one plane for all get the sum over the planes.
  ///
  /// - Parameters:
  ///   - input: C planes of H × W samples.
  ///   - logits: as many planes as the input, or one.
  ///   - upstream: C planes of ``Geometry/output`` samples.
  ///   - schedule: how; does not change the result.
  /// - Throws: ``PoolingError`` as ``gradient(of:upstream:schedule:)``; `notInDialect` for any other reduction.
  public func gradients<S: Sample & BinaryFloatingPoint>(
    of input: Planes<S>, logits: Planes<S>, upstream: Planes<S>, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> (input: Planes<S>, logits: Planes<S>) {
    guard case .attention(let temperature) = reduction.kind else {
      throw PoolingError(.notInDialect, "\(reduction) takes no logits; attention does")
    }
    guard logits.size == input.size, logits.channels == input.channels || logits.channels == 1 else {
      throw PoolingError(
        .sampleCount,
        "logits of \(logits.size) with \(logits.channels) planes do not fit an input of \(input.size) with "
          + "\(input.channels): they have its size, and its planes or one")
    }
    let geometries = try gradientGeometries(input, upstream)
    let isShared = logits.channels == 1 && input.channels > 1
    // Shared logits are added up in order afterwards, in Double, so that threads do not change a bit.
    var slopes = Planes<Double>.unfilled(channels: input.channels, size: input.size)
    var result = Planes<S>.unfilled(channels: input.channels, size: input.size)
    result.withUnsafeMutableSamples { samples in
      slopes.withUnsafeMutableSamples { slopes in
        let target = SlopeTarget(start: slopes)
        PlaneGradients(planes: input.channels, threads: schedule.threads, type: S.type)
          .run(into: [UnsafeMutableRawPointer(samples)]) { plane in
            let geometry = geometries[plane % geometries.count]
            let map = BorderMap(geometry, of: S.type)
            let (own, theirs) = SoftmaxGradient(geometry, temperature: temperature).gradients(
              of: map.enlarge(GradientSamples.load(input, plane: plane)),
              logits: map.enlarge(
                GradientSamples.load(logits, plane: isShared ? 0 : plane % logits.channels)),
              upstream: GradientSamples.load(upstream, plane: plane))
            GradientSamples.store(
              map.fold(theirs), number: plane, as: .float64, into: UnsafeMutableRawPointer(target.start))
            return [map.fold(own)]
          }
      }
    }
    return (result, Self.rounded(slopes, isShared: isShared))
  }

  private struct SlopeTarget: @unchecked Sendable { let start: UnsafeMutablePointer<Double> }

  private static func rounded<S: Sample & BinaryFloatingPoint>(
    _ slopes: Planes<Double>, isShared: Bool
  ) -> Planes<S> {
    let planes = isShared ? 1 : slopes.channels
    let count = slopes.size.height * slopes.size.width
    var result = Planes<S>.unfilled(channels: planes, size: slopes.size)
    result.withUnsafeMutableSamples { out in
      for plane in 0..<planes {
        var sum = Array(slopes.samples[plane * count..<(plane + 1) * count])
        for other in (isShared ? 1 : slopes.channels)..<max(1, slopes.channels) {
          for i in 0..<count { sum[i] += slopes.samples[other * count + i] }
        }
        GradientSamples.store(sum, number: plane, as: S.type, into: UnsafeMutableRawPointer(out))
      }
    }
    return result
  }

  /// The windows of each plane: one geometry unless they vary.
  private func gradientGeometries<S: Sample>(
    _ input: Planes<S>, _ upstream: Planes<S>
  ) throws(PoolingError) -> [Geometry] {
    if case .fractional(_, _, let samples) = windowing.kind { try samples.check(planes: input.channels) }
    var geometries: [Geometry] = []
    for plane in 0..<(windowing.variesByPlane ? max(1, input.channels) : 1) {
      geometries.append(try geometry(of: input.size, plane: plane, sampleType: S.type))
    }
    guard upstream.channels == input.channels, upstream.size == geometries[0].output else {
      throw PoolingError(
        .sampleCount,
        "an upstream gradient of \(upstream.channels) planes of \(upstream.size) is not one of "
          + "\(input.channels) planes of \(geometries[0].output), the result's")
    }
    return geometries
  }

  private func gradientKind<S: Sample & BinaryFloatingPoint>(
    of input: Planes<S>, _ schedule: Schedule
  ) throws(PoolingError) -> GradientKind {
    switch reduction.kind {
    case .max, .min:
      return .routed(indices: try withIndices(input, schedule: schedule).indices, takesSign: false)
    case .average, .sum: return .average
    case .lp(let norm) where norm.isInfinite:
      var selection = self
      selection.reduction = norm > 0 ? .max : .min
      selection.windowing = windowing.withMagnitudeOfBorder
      let magnitudes = try Planes(channels: input.channels, size: input.size, input.samples.map(\.magnitude))
      return .routed(
        indices: try selection.withIndices(magnitudes, schedule: schedule).indices, takesSign: true)
    case .lp(let norm): return .norm(norm)
    case .soft(let temperature, let weightsConstant):
      return .soft(temperature: temperature, weightsConstant: weightsConstant)
    case .median:
      throw PoolingError(.notInDialect, "no framework differentiates a median")
    case .attention:
      throw PoolingError(
        .sampleCount, "an attention pooling has two gradients, of the input and of the logits")
    }
  }

  private func gradient(
    _ kind: GradientKind, _ geometry: Geometry, _ plane: [Double], _ upstream: [Double], plane number: Int,
    type: SampleType
  ) -> [Double] {
    let map = BorderMap(geometry, of: type)
    switch kind {
    case .average: return map.fold(AverageGradient(self, geometry).gradient(upstream: upstream))
    case .norm(let norm):
      return map.fold(
        NormGradient(self, geometry, norm: norm).gradient(of: map.enlarge(plane), upstream: upstream))
    case .soft(let temperature, let weightsConstant):
      let enlarged = map.enlarge(plane)
      let (samples, logits) = SoftmaxGradient(geometry, temperature: temperature).gradients(
        of: enlarged, logits: enlarged, upstream: upstream)
      return map.fold(weightsConstant ? samples : zip(samples, logits).map { $0 + $1 })
    case .routed(let indices, let takesSign):
      let enlarged = takesSign ? map.enlarge(plane) : []
      var result = [Double](repeating: 0, count: map.enlarged.height * map.enlarged.width)
      for (g, index) in zip(
        upstream, indices.samples[number * upstream.count..<(number + 1) * upstream.count])
      where index >= 0 {
        result[Int(index)] += takesSign ? g * enlarged[Int(index)].signum : g
      }
      return map.fold(result)
    }
  }
}

extension Double {
  /// 0 of zeros, NaN of NaN.
  var signum: Double { self > 0 ? 1 : self < 0 ? -1 : self == 0 ? 0 : .nan }
}
