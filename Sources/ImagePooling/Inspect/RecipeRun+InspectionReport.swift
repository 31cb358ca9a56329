internal import FeatureMaps
internal import PoolingEngine
internal import ReportPages

// A whole pooling as a page.
extension RecipeRun {
  func inspectionReport(
    of input: Input, at place: OutputPlace?, regions: [InspectionReport.Region],
    command: InspectionReport.Command
  ) throws(ImagePoolError) -> InspectionReport {
    guard recipe.work == .pool else {
      throw ImagePoolError(
        .unsupported, "gradients and unpoolings have no windows to inspect", remedy: "inspect the pooling")
    }
    var prepared = try PreparedInput(OpenedInput(input, within: recipe.limits.time), recipe: recipe)
    let chain = try chain(&prepared)
    let channels = try RecipeRun.channels(
      at: place ?? OutputPlace(row: 0, column: 0), chain.geometry.output, of: prepared.pooledChannels)
    var plan = try ReportPlan(self, prepared, chain, regions)
    if let place { plan.show(place, channels) }
    try check(memory: plan.memory(chain))
    do {
      let held = HeldRows(prepared.rows, prepared.orientation)
      let pooled = try pooled(held, chain.last, prepared, pictureType: plan.pictureType)
      let damage = try damage(of: prepared)
      var warnings = prepared.warnings + (damage.map(RecipeRun.warnings) ?? []) + plan.warnings
      warnings += RecipeRun.warnings(clamped: pooled.clamped)
      var blocks = PageBlocks()
      let parts = try plan.regions.indices.map { number in
        try plan.part(number, held, pooled, into: &blocks)
      }
      let overview = try plan.overview(held, pooled, into: &blocks)
      try checkpoint()
      let data = plan.data(
        name: context.name, command: command, place: place, parts: parts, overview: overview,
        statistics: ChannelSummary.all(of: pooled.result), warnings: warnings)
      let title =
        "\(chain.last.operationName)\(context.name.map { " over \(PageTitle.visible("\($0)"))" } ?? "")"
      let page = ReportPage(
        .inspection, texts: ["title": title], json: data.encoded(),
        blocks: blocks.all.map { ($0.name, $0.stream) })
      return InspectionReport(
        input: context.name, inputSize: chain.geometry.input, outputSize: chain.geometry.output,
        channelCount: prepared.pooledChannels, regions: plan.regions,
        isInFullPrecision: plan.isInFullPrecision, warnings: warnings, html: page.encoded())
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  /// What the engine gives for all rows: as a dump holds it and, where that is another type, as a picture does.
  struct Pooled {
    let result: AnyPlanes
    let rounded: AnyPlanes?
    let clamped: Int
  }

  private func pooled(
    _ held: HeldRows, _ layer: Pooling, _ prepared: PreparedInput, pictureType: SampleType?
  ) throws -> Pooled {
    let result = TensorSink()
    var outputs = [PoolingOutput.values(as: layer.resultType(for: prepared.pooledType), into: result)]
    let rounded = pictureType.map { type in
      let sink = TensorSink()
      outputs.append(.values(as: type, into: sink))
      return sink
    }
    let summary = try held.pool(
      by: layer, orientation: prepared.orientation, alpha: prepared.hasAlpha ? recipe.alpha : nil,
      into: outputs
    ) { _ in try checkpoint() }
    try result.commit()
    try rounded?.commit()
    return Pooled(
      result: try result.tensor().planes, rounded: try rounded?.tensor().planes,
      clamped: summary.clampedSamples)
  }
}

extension Recipe {
  /// Pools an input and puts what happened into a page: one self-contained HTML file, whose script explains every output sample of the
  /// regions in full precision. The same input gives the same bytes with the same zlib release.
  ///
  /// What is pooled, the result and, of an average, its rounded samples are held, and count against ``Limits/memory`` with what the page is
  /// made of. Costs the pooling and some ten operations per sample of both; O(taps) of the windows along each axis.
  ///
  /// - Parameters:
  ///   - place: what the page shows first; of a large picture a region around its window is in full precision as well.
  ///   - regions: the parts of what is pooled, upright, whose samples the page has. Empty: all of at most
  ///     ``InspectionReport/mostPixelsInFull`` pixels, else 512 × 512 pixels in the middle and 256 × 256 in each corner (384 and 192 where
  ///     the page holds floats), which with overviews of up to a megapixel comes to less than 10 MB. Of more than four channels all of
  ///     what is less than 10 MB, else parts and overviews that are: the more channels, the smaller.
  ///   - command: what the page says of how to make it again.
  ///   - name: what the input is called in the page and in errors; nil: a file's own name.
  ///   - cancellation: looked at once per strip of rows, as is the task's own.
  /// - Throws: ``ImagePoolError``: `geometry` for a place or a region outside, and for a layer that is refused, `limit` for what is larger than
  ///   ``Limits/memory``, has more windows than a page can hold or more than 8192 channels, and what reading throws.
  public func inspectionReport(
    _ input: Input, at place: OutputPlace? = nil, regions: [InspectionReport.Region] = [],
    command: InspectionReport.Command = InspectionReport.Command(), name: Path? = nil,
    cancellation: Cancellation? = nil
  ) throws(ImagePoolError) -> InspectionReport {
    let context = RunContext(name: Recipe.name(of: input, name), cancellation: cancellation)
    do throws(ImagePoolError) {
      return try RecipeRun(self, context).inspectionReport(
        of: input, at: place, regions: regions, command: command)
    } catch {
      throw (failOn == .none ? error.withoutAdviceOnDamage : error).naming(limits.time).of(
        context.name?.description)
    }
  }
}
