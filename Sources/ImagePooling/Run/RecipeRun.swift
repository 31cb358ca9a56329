internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// One run of a recipe over one input.
struct RecipeRun {
  let recipe: Recipe
  let context: RunContext
  private let start = ContinuousClock.now

  init(_ recipe: Recipe, _ context: RunContext) {
    self.recipe = recipe
    self.context = context
  }

  /// Pools an input into an output and dumps.
  func report(
    _ input: Input, to output: Output?, as encoding: Encoding, dumps: [Dump]
  ) throws(ImagePoolError) -> Report {
    // Held here, so that it is given back only after everything that it stands for is gone.
    var loan: MemoryBudget.Loan?
    defer { withExtendedLifetime(loan) {} }
    let report = try report(input, to: output, as: encoding, dumps: dumps, borrowing: &loan)
    if let keeper = context.keeper, let bytes = report.bytes {
      loan?.shrink(to: bytes.count)
      keeper.loan = loan
    }
    return report
  }

  private func report(
    _ input: Input, to output: Output?, as encoding: Encoding, dumps: [Dump],
    borrowing loan: inout MemoryBudget.Loan?
  ) throws(ImagePoolError) -> Report {
    let opened = try OpenedInput(input, within: recipe.limits.time)
    // A tensor is read whole before it is known what its pooling needs.
    let readingMemory = opened.readingMemory.map { min($0, recipe.limits.memory) } ?? 0
    if readingMemory > 0 { loan = context.budget?.borrow(readingMemory) }
    // Converting few pooled samples is cheaper than all rows, but a dump is of what was pooled.
    let writesPictureOnly = recipe.work == .pool && dumps.isEmpty && (output == nil || encoding.isOfPictures)
    var prepared = try PreparedInput(opened, recipe: recipe, convertsRows: !writesPictureOnly)
    try check(memory: prepared.heldBytes)
    let chain = try prepare(&prepared)
    let layer = chain.last
    let isMeasured = recipe.reportsDeviation && prepared.reduction > 1 && output != nil
    let exact = isMeasured ? try exactSamples(input, opened, as: encoding) : nil
    var results = ResultSet(
      prepared, recipe, layer: layer, geometry: described(chain),
      indexedSize: chain.geometry.filledBorder.enlarged(chain.geometry.input), in: context.tree)
    let samples = isMeasured ? TensorSink() : context.samples
    results.samples = samples
    if let output { try results.add(output, as: encoding) }
    for dump in dumps { try results.add(dump) }
    if let part = context.part { try results.add(part) }
    let memory = try memory(
      prepared, layer, results: results.resultTypes, indices: results.wantsIndices,
      held: results.heldBytes + chain.heldBytes)
    try check(memory: memory)
    let reserved = reservation(memory, prepared)
    if let loan {
      loan.grow(to: reserved)
    } else {
      loan = context.budget?.borrow(reserved)
    }
    var warnings = prepared.warnings
    var remarks = prepared.remarks
    do {
      let decoded = prepared.decoding.seconds
      let pooling = Stopwatch()
      let summary = try pooling.time {
        try pool(prepared, layer, into: results.poolingOutputs) { [results] in
          if let failure = results.failure { throw failure }
        }
      }
      // Reading and writing rows is part of the pass.
      let inside = prepared.decoding.seconds - decoded + (results.picture?.encoding.seconds ?? 0)
      let damage = try damage(of: prepared)
      try results.finish()
      let deviation = try deviation(of: samples, from: exact)
      try checkpoint()
      try results.deliver()
      if let damage { warnings += RecipeRun.warnings(of: damage) }
      remarks += damage?.remarks ?? []
      let clamped = summary.clampedSamples + results.clampedSamples
      warnings += RecipeRun.warnings(clamped: clamped)
      remarks += PictureHandling.remarks(prepared, recipe, written: results.picture)
      if summary.metPartialAlpha {
        remarks.append(Report.alphaRemark)
      }
      return Report(
        input: context.name, source: prepared.info, output: context.part?.path ?? results.main?.path,
        bytes: results.main?.bytes, outputSize: summary.outputSize,
        outputChannels: results.outputChannels, outputFormat: results.format,
        outputType: results.type, operation: operationName(chain), dialect: chain.shapes[0].dialect,
        layers: chain.shapes,
        dumps: results.dumps.map {
          Report.WrittenDump(
            content: $0.content, channel: $0.channel, path: $0.file.path, bytes: $0.file.bytes)
        },
        rowsIntact: damage?.rowsIntact ?? prepared.info.storedSize.height, warnings: warnings,
        remarks: remarks, clampedSamples: clamped,
        picture: PictureHandling(prepared, recipe, layer: layer, written: results.picture),
        digest: results.picture?.digest?.digest, bytesWritten: results.main?.byteCount,
        times: Report.Times(
          decoding: prepared.decoding.seconds, pooling: max(0, pooling.seconds - inside),
          encoding: results.picture?.encoding.seconds ?? 0),
        memoryBytes: reserved, seconds: seconds, peakMemoryBytes: PeakMemory.bytes,
        jpegShrink: prepared.reduction,
        deviation: recipe.reportsDeviation && output != nil ? deviation ?? .zero : nil,
        srgb: prepared.srgb)
    } catch {
      // A writer's broken pipe is of interest as what its reader did.
      throw results.failure ?? ImagePoolError(any: error)
    }
  }

  /// Pools an input into planes in memory.
  func planes<S: Sample>(of input: Input, as type: S.Type) throws(ImagePoolError) -> Planes<S> {
    var prepared = try PreparedInput(OpenedInput(input), recipe: recipe)
    let chain = try prepare(&prepared)
    let layer = chain.last
    let held = chain.geometry.output.height * chain.geometry.output.width * prepared.pooledChannels
    let type = try pooledType(S.type, prepared, layer)
    try check(
      memory: memory(
        prepared, layer, results: [type], indices: false, held: held * S.type.byteCount + chain.heldBytes))
    do {
      let sink = PlanesSink<S>()
      let first = recipe.normalization.map {
        NormalizationStage.make(before: sink, $0, from: type, channels: prepared.itemChannels)
      }
      _ = try pool(prepared, layer, into: [.values(as: type, into: first ?? sink)]) {}
      _ = try damage(of: prepared)
      try sink.commit()
      return try sink.planes()
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  /// The element type that the engine is asked for, for planes of `type`.
  private func pooledType(
    _ type: SampleType, _ prepared: PreparedInput, _ layer: Pooling
  ) throws(ImagePoolError) -> SampleType {
    guard let normalization = recipe.normalization else { return type }
    try normalization.check(channels: prepared.itemChannels)
    guard type == normalization.element.sampleType else {
      throw ImagePoolError(
        .unsupported,
        "is normalized to \(normalization.element.rawValue), and \(type.rawValue) was asked for",
        remedy: "ask for planes of the normalization's element type")
    }
    return normalization.pooledType(layer.resultType(for: prepared.pooledType))
  }

  /// The pooled rows as a source.
  func source(_ input: Input) throws(ImagePoolError) -> any RowSource {
    try source(PreparedInput(OpenedInput(input), recipe: recipe)).rows
  }

  /// The pooled rows of a prepared input as a source, and the bytes that it holds.
  func source(_ input: PreparedInput) throws(ImagePoolError) -> (rows: any RowSource, heldBytes: Int) {
    var prepared = input
    let chain = try prepare(&prepared)
    let layer = chain.last
    let own = layer.resultType(for: prepared.pooledType)
    let type = recipe.normalization?.pooledType(own) ?? own
    try recipe.normalization?.check(channels: prepared.itemChannels)
    func normalized(_ rows: any RowSource) -> any RowSource {
      recipe.normalization.map {
        NormalizationStage.make(over: rows, $0, channels: prepared.itemChannels)
      } ?? rows
    }
    do {
      if prepared.orientation == .upright, !(prepared.hasAlpha && recipe.alpha == .premultiplied) {
        let memory = try memory(prepared, layer, results: [type], indices: false, held: chain.heldBytes)
        try check(memory: memory)
        let rows = CheckedSource(try prepared.rows.pooled(by: layer, as: type), prepared, self)
        return (normalized(rows), memory)
      }
      let held = chain.geometry.output.height * chain.geometry.output.width * prepared.pooledChannels
      let memory = try memory(
        prepared, layer, results: [type], indices: false, held: held * type.byteCount + chain.heldBytes)
      try check(memory: memory)
      let sink = TensorSink()
      _ = try pool(prepared, layer, into: [.values(as: type, into: sink)]) {}
      _ = try damage(of: prepared)
      try sink.commit()
      return (normalized(try sink.tensor().makeSource()), memory)
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  // MARK: - Steps

  /// Does everything that comes before the last layer.
  func prepare(_ prepared: inout PreparedInput) throws(ImagePoolError) -> Chain {
    switch recipe.work {
    case .pool: return try chain(&prepared)
    case .backward(let upstream, let target):
      return try backward(&prepared, upstream: upstream, of: target)
    case .unpool(let unpooling, let indices):
      return try unpool(&prepared, unpooling, indices: indices)
    }
  }

  /// What reports call the work.
  private func operationName(_ chain: Chain) -> String {
    let names = chain.shapes.map(\.operation).joined(separator: "+")
    if case .backward = recipe.work { return "backward-" + names }
    return names
  }

  /// What dumps say of the work.
  func described(_ chain: Chain) -> FeatureMapGeometry {
    guard case .pool = recipe.work, recipe.layers.count == 1 else {
      return FeatureMapGeometry(
        operation: operationName(chain), dialect: chain.shapes[0].dialect.name,
        input: chain.shapes[0].input, output: chain.geometry.output)
    }
    return FeatureMapGeometry(chain.last, chain.geometry)
  }

  /// The shapes of all layers, from the input's header.
  func shapes(of input: Input) throws(ImagePoolError) -> [LayerShape] {
    let prepared = try PreparedInput(OpenedInput(input), recipe: recipe, readsSamples: false)
    return try shapes(prepared)
  }

  func geometry(of layer: Pooling, _ input: PreparedInput) throws(ImagePoolError) -> Geometry {
    try check(border: layer, input.rows.format.sampleType)
    let geometry: Geometry
    do throws(PoolingError) {
      geometry = try layer.geometry(of: input.uprightSize)
    } catch {
      throw ImagePoolError(error)
    }
    try check(result: geometry.output, channels: input.pooledChannels)
    return geometry
  }

  func memory(
    _ input: PreparedInput, _ layer: Pooling, results: [SampleType], indices: Bool, held: Int
  ) throws(ImagePoolError) -> Int {
    do throws(PoolingError) {
      let engine = try layer.workingMemory(
        for: input.rows.format, orientation: input.orientation, alpha: input.hasAlpha ? recipe.alpha : nil,
        results: results, indices: indices)
      let (decoding, isTooMuch) = input.heldBytes.addingReportingOverflow(engine)
      let (all, isStillTooMuch) = decoding.addingReportingOverflow(held)
      return isTooMuch || isStillTooMuch ? .max : all
    } catch {
      throw ImagePoolError(error)
    }
  }

  func pool(
    _ input: PreparedInput, _ layer: Pooling, into outputs: [PoolingOutput], look: () throws -> Void
  ) throws -> PoolingSummary {
    try input.rows.pool(
      by: layer, orientation: input.orientation, alpha: input.hasAlpha ? recipe.alpha : nil,
      into: outputs
    ) { _ in
      try checkpoint()
      try look()
    }
  }

  /// Throws if somebody wants the run to end.
  func checkpoint() throws(ImagePoolError) {
    if Task.isCancelled || context.cancellation?.isCancelled == true {
      throw ImagePoolError(.interrupted, "was cancelled")
    }
    if let time = recipe.limits.time, ContinuousClock.now - start > time {
      throw ImagePoolError.tookTooLong(time)
    }
  }

  /// Reads the input's end and judges what was wrong with it.
  func damage(of input: PreparedInput) throws(ImagePoolError) -> Damage? {
    guard let reader = input.reader else { return nil }
    do throws(CodecError) { try reader.finish() } catch { throw ImagePoolError(error) }
    let damage = reader.damage
    if damage.isLossy, recipe.failOn != .none {
      let remedy = "--fail-on none takes what there is"
      throw damage.error.map { ImagePoolError($0) }
        ?? ImagePoolError(.corrupt, damage.warnings.first ?? "is damaged", remedy: remedy)
    }
    if recipe.failOn == .warning, let first = damage.warnings.first {
      throw ImagePoolError(
        damage.error.map { ImagePoolError.Kind(rawValue: $0.kind.rawValue) } ?? .corrupt, first,
        remedy: "--fail-on error accepts it")
    }
    return damage
  }

  static func warnings(clamped: Int) -> [String] {
    let (samples, were) = clamped == 1 ? ("sample", "was") : ("samples", "were")
    return clamped == 0
      ? [] : ["\(clamped) \(samples) lay outside the range of the result and \(were) clamped"]
  }

  /// What the decoder complained about, first of all what cost samples.
  static func warnings(of damage: Damage) -> [String] {
    guard damage.isLossy, let loss = damage.error?.message, !damage.warnings.contains(loss) else {
      return damage.warnings
    }
    return [loss] + damage.warnings
  }

  private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
