internal import FeatureMaps
internal import PoolingEngine

// Several poolings in a row: all but the last become stages over the input's rows.
extension RecipeRun {
  /// What the layers come to for an input.
  struct Chain {
    /// The last layer, which writes the results.
    var last: Pooling
    var shapes: [LayerShape]
    /// Of the last layer.
    var geometry: Geometry
    /// Bytes that the stages before the last layer hold, and arrays that come with the input.
    var heldBytes: Int
  }

  /// The shapes of all layers, checked; nothing is read.
  func shapes(_ prepared: PreparedInput) throws(ImagePoolError) -> [LayerShape] {
    var copy = prepared
    return try chain(&copy, reads: false).shapes
  }

  /// Puts all layers but the last before the input's rows.
  ///
  /// - Parameter reads: false: only shapes are wanted.
  func chain(_ prepared: inout PreparedInput, reads: Bool = true) throws(ImagePoolError) -> Chain {
    guard let first = recipe.layers.first else {
      throw ImagePoolError(.unsupported, "the recipe has no pooling", remedy: "give it a layer")
    }
    var held = 0
    if first.reduction.takesLogits { held += try addLogits(&prepared, reads: reads) }
    try checkAlpha(prepared)
    var shapes: [LayerShape] = []
    var geometry: Geometry?
    for (number, layer) in recipe.layers.enumerated() {
      do throws(ImagePoolError) {
        if number > 0, layer.reduction.takesLogits {
          throw ImagePoolError(
            .unsupported, "attention takes logits of the input's size", remedy: "make it the first layer")
        }
        let next = try self.geometry(of: layer, prepared)
        let type = layer.resultType(for: prepared.pooledType)
        shapes.append(
          LayerShape(
            operation: layer.operationName, dialect: layer.dialect, input: next.input, output: next.output,
            channels: prepared.pooledChannels, inputType: prepared.pooledType, outputType: type))
        geometry = next
        if number < recipe.layers.count - 1 {
          held += try addStage(&prepared, layer, as: type, held: held)
        }
      } catch {
        guard recipe.layers.count > 1 else { throw error }
        var error = error
        error.message = "layer \(number + 1), \(layer.operationName): \(error.message)"
        throw error
      }
    }
    // There is a first layer, so there is a last one.
    guard let geometry, let last = recipe.layers.last else { preconditionFailure("a chain has a layer") }
    return Chain(last: prepared.layer(last, geometry), shapes: shapes, geometry: geometry, heldBytes: held)
  }

  private func addStage(
    _ prepared: inout PreparedInput, _ layer: Pooling, as type: SampleType, held: Int
  ) throws(ImagePoolError) -> Int {
    let bytes = try memory(prepared, layer, results: [type], indices: false, held: 0) - prepared.heldBytes
    try check(memory: prepared.heldBytes + held + bytes)
    do {
      let rows = try prepared.rows.pooled(by: layer, as: type, orientation: prepared.orientation)
      prepared.replace(rows: rows)
    } catch {
      throw ImagePoolError(any: error)
    }
    return bytes
  }

  /// Lays the logits beside the samples.
  private func addLogits(_ prepared: inout PreparedInput, reads: Bool) throws(ImagePoolError) -> Int {
    guard let logits = recipe.logits else {
      throw ImagePoolError(
        .unsupported, "attention needs logits beside the samples", remedy: "give an array, --logits FILE.npy")
    }
    guard prepared.orientation == .upright else {
      throw ImagePoolError(
        .unsupported, "is stored turned by its EXIF orientation, and the logits are not",
        remedy: "pool it as it is stored: --orientation stored")
    }
    let tensor = try ArrayInput(logits, "logits", limits: recipe.limits).tensor
    let bytes = tensor.channels * tensor.size.height * tensor.size.width * tensor.sampleType.byteCount
    do throws(PoolingError) {
      try prepared.addLogits(tensor.makeSource())
    } catch {
      throw ImagePoolError(error)
    }
    return bytes
  }

  /// Colours are weighed by alpha in integers, which the floats between layers are not.
  private func checkAlpha(_ prepared: PreparedInput) throws(ImagePoolError) {
    guard recipe.layers.count > 1, prepared.hasAlpha, recipe.alpha == .premultiplied else { return }
    throw ImagePoolError(
      .unsupported, "has alpha, and premultiplied averages are for one layer",
      remedy: "lay it over a colour with --background white, or run the layers one by one")
  }
}
