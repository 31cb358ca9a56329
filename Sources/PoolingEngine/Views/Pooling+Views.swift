extension Pooling {
  /// Pools planes that somebody else holds into memory that somebody else holds.
  ///
  /// Rows whose samples lie side by side, as planes or as pixels (N, H, W, C), are read where they are; others, rows at odd
  /// addresses and small planes are copied, a few rows at a time. Without threads nothing but the caller's runs.
  ///
  /// - Parameters:
  ///   - input: N × C planes of H × W samples. Strides of 0 are fine.
  ///   - values: room for N × C planes of ``Geometry/output`` samples, of ``arrayResultType(for:)`` or another type that the
  ///     reduction has: max and min keep integers' own type, all else goes into any type, integers rounded once.
  ///   - indices: room for as many int64 places of the winners; max and min only.
  ///   - schedule: how; does not change the result. Its strip height is not looked at.
  /// - Throws: ``PoolingError`` before anything is written; of rule `layout` if memory overlaps.
  public func pool(
    _ input: PlanesView, into values: MutablePlanesView, indices: MutablePlanesView? = nil,
    schedule: Schedule = Schedule()
  ) throws(PoolingError) {
    let jobs = try ViewJobs(self, input, values, indices, schedule)
    jobs.run()
  }

  /// The element type that PyTorch gives of an array: ``resultType(for:)``, but of float16 float16.
  public func arrayResultType(for input: SampleType) -> SampleType {
    input == .float16 ? .float16 : resultType(for: input)
  }

  /// What ``pool(_:into:indices:schedule:)`` holds at most beside its arguments, from the geometry alone.
  public func workingMemory(of input: PlanesLayout, indices: Bool, threads: Int = 1) throws(PoolingError)
    -> Int
  {
    let channels = ViewGroup.channels(of: input.withPlanesAsChannels, for: self)
    let format = RowFormat(size: input.size, channels: channels, sampleType: input.sampleType)
    let bytes = try workingMemory(
      for: format, results: [resultType(for: format.sampleType)], indices: indices)
    let (all, overflow) = bytes.multipliedReportingOverflow(by: max(1, threads))
    return overflow ? Int.max / 2 : all
  }
}

/// A whole pooling of views: every group of planes, its output rows cut into a range per worker.
///
/// Workers read the input and write disjoint rows of the outputs, so sharing the pointers is safe while `run` lasts.
private struct ViewJobs: @unchecked Sendable {
  private let layer: Pooling
  private let plan: PoolingPlan
  private let input: PlanesView
  private let outputs: [MutablePlanesView]
  /// Of every group.
  private let channels: Int
  private let schedule: Schedule

  init(
    _ layer: Pooling, _ input: PlanesView, _ values: MutablePlanesView, _ indices: MutablePlanesView?,
    _ schedule: Schedule
  ) throws(PoolingError) {
    self.layer = layer
    self.schedule = schedule
    let layout = input.layout
    guard !layer.reduction.takesLogits else {
      throw PoolingError(.sampleCount, "attention takes logits beside the samples")
    }
    if case .fractional(_, _, let samples) = layer.windowing.kind {
      try samples.check(planes: layout.batch * layout.channels)
      // So that no plane fails once the work has begun.
      for plane in 0..<layout.batch * layout.channels { _ = try samples.sample(ofPlane: plane) }
    }
    let geometry = try layer.geometry(of: layout.size)
    try values.check(
      batch: layout.batch, channels: layout.channels, size: geometry.output, "a result")
    try values.checkApart(from: input, "input and result")
    if let indices {
      guard indices.layout.sampleType == .int64 else {
        throw PoolingError(.resultType, "indices are int64, not \(indices.layout.sampleType.rawValue)")
      }
      try indices.check(
        batch: layout.batch, channels: layout.channels, size: geometry.output, "indices")
      try indices.checkApart(from: input, "input and indices")
      try indices.checkApart(from: values.reading, "result and indices")
    }
    // From here on planes are channels, if that is all that there are.
    self.input = PlanesView(input.start, layout.withPlanesAsChannels)
    outputs = try ([values] + (indices.map { [$0] } ?? [])).map { (view) throws(PoolingError) in
      try MutablePlanesView(view.start, view.layout.withPlanesAsChannels)
    }
    channels = ViewGroup.channels(of: self.input.layout, for: layer)
    plan = try PoolingPlan(
      layer,
      format: RowFormat(size: layout.size, channels: channels, sampleType: layout.sampleType),
      orientation: .upright, alpha: nil,
      forms: [.values(values.layout.sampleType)]
        + (indices == nil ? [] : [.indices]), instructionSet: schedule.instructionSet)
  }

  func run() {
    guard !input.layout.isEmpty else { return }
    let rows = plan.rows.count
    let parts = min(rows, max(1, schedule.threads))
    let groups = ViewGroup.count(input.layout, channels: channels)
    SharedWork.run(pieces: groups * parts, threads: schedule.threads) { piece in
      let (group, part) = (piece / parts, piece % parts)
      pool(
        ViewGroup(group, of: input.layout, channels: channels),
        outputs: (part * rows / parts)..<((part + 1) * rows / parts))
    }
  }

  private func pool(_ group: ViewGroup, outputs range: Range<Int>) {
    guard !range.isEmpty else { return }
    let plan = plan.ofPlane(group.plane, layer, schedule.instructionSet)
    let targets = outputs.map { ViewRows(group, $0.start, $0.layout) }
    let pass: PoolingPass
    if targets.allSatisfy(\.isDirect) {
      pass = PoolingPass(
        plan, outputs: range,
        into: targets.map { PoolingPass.Target(base: $0.start, bytesPerRow: $0.rowStride) })
    } else {
      pass = PoolingPass(plan, outputs: range) { row, results in
        for (target, samples) in zip(targets, results) { target.store(row, from: UnsafeRawPointer(samples)) }
      }
    }
    // Rows are only read through this pointer.
    let source = ViewRows(group, UnsafeMutableRawPointer(mutating: input.start), input.layout)
    // Neither rows in memory nor targets in memory can fail.
    try? ViewFeed(plan, source).push(PoolingPass.rowsNeeded(plan, outputs: range), into: pass)
    try? pass.finish()
  }
}
