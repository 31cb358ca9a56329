extension Pooling {
  /// Pools every plane.
  ///
  /// - Parameters:
  ///   - input: C planes of H × W samples.
  ///   - result: the element type of the result. A max or min of integers needs the input's own type; all else goes into
  ///     any: floats hold the result, integers the result rounded once by ``rounding`` and clamped (NaN becomes 0).
  ///   - schedule: how; does not change the result.
  /// - Returns: C planes of ``Geometry/output`` samples.
  /// - Throws: ``PoolingError``.
  public func callAsFunction<S: Sample, R: Sample>(
    _ input: Planes<S>, as result: R.Type, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> Planes<R> {
    let plan = try planePlan(input, [.values(R.type)], schedule)
    var output = Planes<R>.unfilled(channels: input.channels, size: plan.geometry.output)
    output.withUnsafeMutableSamples { values in
      PlaneJobs(
        self, plan, input: input, outputs: [UnsafeMutableRawPointer(values)], schedule: schedule
      ).run()
    }
    return output
  }

  /// The maxima (or minima) and the places of their winners: row-major indices in the input plane (with its border, if that is
  /// filled), −1 for a window without taps.
  ///
  /// - Throws: ``PoolingError``; of rule ``PoolingError/Rule/notInDialect`` unless the reduction is a max or a min.
  public func withIndices<S: Sample>(
    _ input: Planes<S>, schedule: Schedule = Schedule()
  ) throws(PoolingError) -> (values: Planes<S>, indices: Planes<Int64>) {
    let plan = try planePlan(input, [.values(S.type), .indices], schedule)
    var values = Planes<S>.unfilled(channels: input.channels, size: plan.geometry.output)
    var indices = Planes<Int64>.unfilled(channels: input.channels, size: plan.geometry.output)
    values.withUnsafeMutableSamples { values in
      indices.withUnsafeMutableSamples { indices in
        PlaneJobs(
          self, plan, input: input,
          outputs: [UnsafeMutableRawPointer(values), UnsafeMutableRawPointer(indices)], schedule: schedule
        ).run()
      }
    }
    return (values, indices)
  }

  private func planePlan<S: Sample>(
    _ input: Planes<S>, _ forms: [ResultForm], _ schedule: Schedule
  ) throws(PoolingError) -> PoolingPlan {
    if case .fractional(_, _, let samples) = windowing.kind {
      try samples.check(planes: input.channels)
      // So that no plane fails once the work has begun.
      for plane in 0..<input.channels { _ = try samples.sample(ofPlane: plane) }
    }
    return try PoolingPlan(
      self, format: RowFormat(size: input.size, channels: 1, sampleType: S.type), orientation: .upright,
      alpha: nil,
      forms: forms, instructionSet: schedule.instructionSet)
  }
}

/// The work of a whole-plane call: every plane, its output rows cut into a range per worker.
///
/// Workers read the input and write disjoint rows of the outputs, so sharing the pointers is safe while `run` lasts.
private struct PlaneJobs<S: Sample>: @unchecked Sendable {
  private let layer: Pooling
  private let plan: PoolingPlan
  private let input: Planes<S>
  private let outputs: [UnsafeMutableRawPointer]
  private let schedule: Schedule

  init(
    _ layer: Pooling, _ plan: PoolingPlan, input: Planes<S>, outputs: [UnsafeMutableRawPointer],
    schedule: Schedule
  ) {
    self.layer = layer
    self.plan = plan
    self.input = input
    self.outputs = outputs
    self.schedule = schedule
  }

  func run() {
    let rows = plan.rows.count
    let parts = min(rows, max(1, schedule.threads))
    SharedWork.run(pieces: input.channels * parts, threads: schedule.threads) { piece in
      let (plane, part) = (piece / parts, piece % parts)
      pool(plane, outputs: (part * rows / parts)..<((part + 1) * rows / parts))
    }
  }

  private func pool(_ plane: Int, outputs range: Range<Int>) {
    guard !range.isEmpty else { return }
    let plan = plan.ofPlane(plane, layer, schedule.instructionSet)
    let size = plan.geometry.output
    let targets = zip(outputs, plan.forms).map { base, form in
      let bytesPerRow = size.width * form.sampleType.byteCount
      return PoolingPass.Target(base: base + plane * size.height * bytesPerRow, bytesPerRow: bytesPerRow)
    }
    let pass = PoolingPass(plan, outputs: range, into: targets)
    input.samples.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      let rows = PlaneRows(plan, plane: start + plane * input.size.height * plan.format.bytesPerRow)
      let isStable = schedule.stripHeight == nil && plan.border.isEmpty
      // Neither rows in memory nor targets in memory can fail.
      try? rows.forEach(PoolingPass.rowsNeeded(plan, outputs: range), stripHeight: schedule.stripHeight) {
        try pass.push($0, $1, isStable: isStable)
      }
      try? pass.finish()
    }
  }
}
