internal import ImageCodecs
public import PoolingEngine

/// An input that was opened and planned: the shape of its result is known, and the caller makes room for it before anything is
/// decoded. Not to be used from two threads at once.
///
/// ```swift
/// let planned = try Recipe.pool(layer).plan(.file("photo.jpg"))
/// let layout = try PlanesLayout(dense: planned.resultType, batch: 1, channels: planned.channels, size: planned.size)
/// try planned.read(into: try MutablePlanesView(memory, layout))
/// ```
public final class PlannedPooling {
  /// Of the result.
  public let channels: Int
  /// Of the result, upright.
  public let size: Size
  /// What a framework would give: the input's type of a max or min, float32 of an average of pixels; with a normalization its element.
  public let resultType: SampleType
  /// What the input is.
  public let source: SourceInfo
  private let run: RecipeRun
  private let prepared: PreparedInput
  private let layer: Pooling
  private let heldBytes: Int
  /// What the last layer gives.
  private let ownType: SampleType
  private var wasRead = false

  init(_ run: RecipeRun, _ input: Input) throws(ImagePoolError) {
    self.run = run
    var prepared = try PreparedInput(OpenedInput(input, within: run.recipe.limits.time), recipe: run.recipe)
    try run.check(memory: prepared.heldBytes)
    if let axes = prepared.leadingAxes, axes.count > 1, axes[0] != 1 {
      throw ImagePoolError(
        .unsupported, "holds \(axes[0]) arrays C, H, W, and one is read at a time",
        remedy: "read it with another library, and pool the array")
    }
    let chain = try run.prepare(&prepared)
    self.prepared = prepared
    layer = chain.last
    heldBytes = chain.heldBytes
    channels = prepared.pooledChannels
    size = chain.geometry.output
    ownType = chain.last.resultType(for: prepared.pooledType)
    try run.recipe.normalization?.check(channels: prepared.itemChannels)
    resultType = run.recipe.normalization?.element.sampleType ?? ownType
    source = prepared.info
  }

  /// Decodes and pools in one pass, each finished row straight into the caller's memory. Can be done once.
  ///
  /// - Parameter view: one batch item of ``channels`` × ``size`` elements of ``resultType`` or another type: floats hold every result;
  ///   integers an average, rounded once.
  /// - Throws: ``ImagePoolError``; rows may have been written by then.
  public func read(into view: MutablePlanesView) throws(ImagePoolError) {
    do throws(ImagePoolError) { try deliver(into: view) } catch {
      throw (run.recipe.failOn == .none ? error.withoutAdviceOnDamage : error).naming(run.recipe.limits.time)
        .of(run.context.name?.description)
    }
  }

  private func deliver(into view: MutablePlanesView) throws(ImagePoolError) {
    guard !wasRead else {
      throw ImagePoolError(.invalidArgument, "has been read already", remedy: "open it again")
    }
    let layout = view.layout
    guard layout.batch == 1, layout.channels == channels, layout.size == size else {
      throw ImagePoolError(
        .invalidArgument,
        "gives \(channels) planes of \(size), and there is room for \(layout.batch) × \(layout.channels) of "
          + "\(layout.size)", remedy: "make an array of the planned shape")
    }
    let (normalization, widens) = try conversion(to: layout.sampleType)
    let delivered = normalization?.pooledType(ownType) ?? (widens ? ownType : layout.sampleType)
    try run.check(
      memory: run.memory(prepared, layer, results: [delivered], indices: false, held: heldBytes))
    wasRead = true
    do {
      let sink = try ViewSink(view)
      var first: any RowSink = sink
      if let normalization {
        first = NormalizationStage.make(
          before: sink, normalization, from: delivered, channels: prepared.itemChannels)
      } else if widens {
        first = WideningStage.make(before: sink, from: delivered)
      }
      _ = try run.pool(prepared, layer, into: [.values(as: delivered, into: first)]) {}
      _ = try run.damage(of: prepared)
      try first.commit()
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  /// What stands between the engine and the array: the recipe's normalization, or what makes floats of a winner that is an integer.
  private func conversion(
    to type: SampleType
  ) throws(ImagePoolError) -> (normalization: Normalization?, widens: Bool) {
    let element = Normalization.Element(rawValue: type.rawValue)
    do throws(Normalization.Refusal) {
      if let asked = run.recipe.normalization {
        guard let element else {
          throw Normalization.Refusal(
            description: "normalized values are float16 or float32, not \(type.rawValue)")
        }
        return (
          try Normalization(
            rescale: asked.rescale, mean: asked.mean, deviation: asked.deviation, element: element), false
        )
      }
      guard layer.reduction.selectsASample, !ownType.isFloatingPoint, type.isFloatingPoint else {
        return (nil, false)
      }
      return (
        try element.map { (element) throws(Normalization.Refusal) in try Normalization(element: element) },
        element == nil
      )
    } catch {
      throw ImagePoolError(.invalidArgument, error.description, remedy: "ask for other values")
    }
  }
}

extension Recipe {
  /// Opens an input and plans its pooling: everything that can be refused without decoding is refused here.
  ///
  /// - Parameter name: what the input is called in errors; nil: a file's own name.
  /// - Throws: ``ImagePoolError``.
  public func plan(_ input: Input, name: Path? = nil) throws(ImagePoolError) -> PlannedPooling {
    let context = RunContext(name: Recipe.name(of: input, name))
    do throws(ImagePoolError) { return try PlannedPooling(RecipeRun(self, context), input) } catch {
      throw error.naming(limits.time).of(context.name?.description)
    }
  }
}
