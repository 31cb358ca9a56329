extension Pooling {
  /// The gradient of planes that somebody else holds: ``gradient(of:upstream:schedule:)`` plane by plane, each sample rounded once from
  /// Double to the type that it is written in.
  ///
  /// - Parameters:
  ///   - input: what was pooled, N × C planes of floats; nil where the reduction does not look at it (averages and sums).
  ///   - upstream: the gradient of the result, N × C planes of ``Geometry/output`` floats.
  ///   - gradient: room for N × C planes of H × W floats, the input's shape.
  ///   - schedule: how; does not change the result.
  /// - Throws: ``PoolingError`` before anything is written; of rule `resultType` for arrays of integers.
  public func gradient(
    of input: PlanesView?, upstream: PlanesView, into gradient: MutablePlanesView,
    schedule: Schedule = Schedule()
  ) throws(PoolingError) {
    let views = [upstream, gradient.reading] + (input.map { [$0] } ?? [])
    for view in views where !view.layout.sampleType.isFloatingPoint {
      throw PoolingError(
        .resultType, "a gradient is of floats, not of \(view.layout.sampleType.rawValue)")
    }
    // Float16 is computed in Double, so that it is rounded once.
    if views.allSatisfy({ $0.layout.sampleType == .float32 }) {
      try ViewGradients<Float>(self, input, upstream, gradient, schedule).run()
    } else {
      try ViewGradients<Double>(self, input, upstream, gradient, schedule).run()
    }
  }

  /// Whether the gradient depends on the input's samples.
  public var gradientLooksAtInput: Bool { !reduction.isAverage && reduction != .sum }
}

/// The gradients of all planes. Planes whose windows differ are computed together, since the numbers that tell them apart are counted
/// from the first; all others one by one.
///
/// Workers write disjoint planes, so sharing the pointers is safe while `run` lasts.
private struct ViewGradients<S: Sample & BinaryFloatingPoint>: @unchecked Sendable {
  private let layer: Pooling
  private let input: PlanesView?
  private let upstream: PlanesView
  private let gradient: MutablePlanesView
  private let threads: Int
  private let planes: Int
  private let planesAtOnce: Int

  init(
    _ layer: Pooling, _ input: PlanesView?, _ upstream: PlanesView, _ gradient: MutablePlanesView,
    _ schedule: Schedule
  ) throws(PoolingError) {
    (self.layer, self.input, self.upstream, self.gradient) = (layer, input, upstream, gradient)
    threads = max(1, schedule.threads)
    let layout = gradient.layout
    planes = layout.batch * layout.channels
    planesAtOnce = layer.windowing.variesByPlane ? max(1, planes) : 1
    guard input != nil || !layer.gradientLooksAtInput else {
      throw PoolingError(.sampleCount, "the gradient of a \(layer.reduction) needs what was pooled")
    }
    guard !layer.reduction.takesLogits else {
      throw PoolingError(
        .sampleCount, "an attention pooling has two gradients, of the input and of the logits")
    }
    guard layer.reduction != .median else {
      throw PoolingError(.notInDialect, "no framework differentiates a median")
    }
    if case .fractional(_, _, let samples) = layer.windowing.kind {
      try samples.check(planes: planes)
      for plane in 0..<planes { _ = try samples.sample(ofPlane: plane) }
    }
    let output = try layer.geometry(of: layout.size, plane: 0, sampleType: S.type).output
    for (view, size, what) in [(upstream, output, "an upstream gradient")]
      + (input.map { [($0, layout.size, "an input")] } ?? [])
    {
      let other = view.layout
      guard other.batch == layout.batch, other.channels == layout.channels, other.size == size else {
        throw PoolingError(
          .sampleCount,
          "\(what) of shape \(other.batch),\(other.channels),\(other.size.height),\(other.size.width) should have "
            + "\(layout.batch),\(layout.channels),\(size.height),\(size.width)")
      }
      try gradient.checkApart(from: view, "\(what) and the gradient")
    }
  }

  func run() {
    guard !gradient.layout.isEmpty else { return }
    let blocks = planes / planesAtOnce
    // A single block may use all threads inside.
    let inside = blocks > 1 ? 1 : threads
    SharedWork.run(pieces: blocks, threads: threads) { compute($0 * planesAtOnce, threads: inside) }
  }

  private func compute(_ first: Int, threads: Int) {
    do {
      let samples =
        try input.map { (view) throws(PoolingError) in try load(view, first) }
        ?? Planes(channels: planesAtOnce, size: gradient.layout.size, repeating: 0)
      let result = try layer.gradient(
        of: samples, upstream: load(upstream, first), schedule: Schedule(threads: threads))
      store(result, first)
    } catch {
      preconditionFailure("shapes, windows and reduction were checked: \(error)")
    }
  }

  private func load(_ view: PlanesView, _ first: Int) throws(PoolingError) -> Planes<S> {
    let (size, type) = (view.layout.size, view.layout.sampleType)
    var planes = Planes<S>.unfilled(channels: planesAtOnce, size: size)
    let row = AccumulatorRows(rowCount: 1, samplesPerRow: size.width, accumulatorStride: type.byteCount)
    planes.withUnsafeMutableSamples { out in
      for plane in 0..<planesAtOnce {
        let group = ViewGroup(first + plane, of: view.layout, channels: 1)
        // Rows are only read through this pointer.
        let rows = ViewRows(group, UnsafeMutableRawPointer(mutating: view.start), view.layout)
        for y in 0..<size.height {
          rows.load(y, into: row[0])
          let place = out + (plane * size.height + y) * size.width
          switch type {
          case .float16:
            let samples = row[0].assumingMemoryBound(to: UInt16.self)
            for x in 0..<size.width { place[x] = S(HalfFloat.float(samples[x])) }
          case .float32:
            let samples = row[0].assumingMemoryBound(to: Float.self)
            for x in 0..<size.width { place[x] = S(samples[x]) }
          default:
            let samples = row[0].assumingMemoryBound(to: Double.self)
            for x in 0..<size.width { place[x] = S(samples[x]) }
          }
        }
      }
    }
    return planes
  }

  private func store(_ result: Planes<S>, _ first: Int) {
    let (size, layout) = (result.size, gradient.layout)
    let row = AccumulatorRows(
      rowCount: 1, samplesPerRow: size.width, accumulatorStride: layout.sampleType.byteCount)
    result.samples.withUnsafeBufferPointer { samples in
      for plane in 0..<planesAtOnce {
        let group = ViewGroup(first + plane, of: layout, channels: 1)
        let rows = ViewRows(group, gradient.start, layout)
        for y in 0..<size.height {
          let start = (plane * size.height + y) * size.width
          switch layout.sampleType {
          case .float16:
            let out = row[0].assumingMemoryBound(to: Float16.self)
            for x in 0..<size.width {
              let value = samples[start + x]
              out[x] = value != value ? .nan : Float16(value)
            }
          case .float32:
            let out = row[0].assumingMemoryBound(to: Float.self)
            for x in 0..<size.width { out[x] = Float(samples[start + x]) }
          default:
            let out = row[0].assumingMemoryBound(to: Double.self)
            for x in 0..<size.width { out[x] = Double(samples[start + x]) }
          }
          rows.store(y, from: row[0])
        }
      }
    }
  }
}
