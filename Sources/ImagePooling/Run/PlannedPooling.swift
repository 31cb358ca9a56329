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
  /// What a framework would give: the input's type of a max or min, float32 of an average of pixels.
  public let resultType: ElementType
  /// What the input is.
  public let source: SourceInfo
  private let run: RecipeRun
  private let prepared: PreparedInput
  private let layer: Pooling
  private let heldBytes: Int
  private var wasRead = false

  init(_ run: RecipeRun, _ input: Input) throws(ImagePoolError) {
    self.run = run
    var prepared = try PreparedInput(OpenedInput(input, within: run.recipe.limits.time), recipe: run.recipe)
    try run.check(memory: prepared.heldBytes)
    let chain = try run.prepare(&prepared)
    self.prepared = prepared
    layer = chain.last
    heldBytes = chain.heldBytes
    channels = prepared.pooledChannels
    size = chain.geometry.output
    resultType = ElementType(chain.last.resultType(for: prepared.pooledType))
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
    let delivered = delivered(as: layout.elementType)
    try run.check(
      memory: run.memory(prepared, layer, results: [delivered], indices: false, held: heldBytes))
    wasRead = true
    do {
      let sink = try ViewSink(view, from: delivered)
      _ = try run.pool(prepared, layer, into: [.values(as: delivered, into: sink)]) {}
      _ = try run.damage(of: prepared)
      try sink.commit()
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  /// The type in which the engine delivers: a winner's own, which floats hold; for float16 Double, so that it is rounded once.
  private func delivered(as element: ElementType) -> SampleType {
    let own = resultType.sampleType
    if layer.reduction.selectsASample, !own.isFloatingPoint, element.sampleType.isFloatingPoint { return own }
    guard element == .float16 else { return element.sampleType }
    return layer.reduction.selectsASample ? own : .float64
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
