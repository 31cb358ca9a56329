internal import PoolingEngine

// What an input would be in a stack.
extension RecipeRun {
  /// The sample that this input gives, from its header.
  ///
  /// - Throws: ``ImagePoolError``; of kind `unsupported` for a batch of several items.
  func stackSample(_ input: Input) throws(ImagePoolError) -> StackSample {
    var prepared = try PreparedInput(OpenedInput(input), recipe: recipe, readsSamples: false)
    let chain = try chain(&prepared, reads: false)
    let items = (prepared.leadingAxes ?? []).dropLast().reduce(1, *)
    guard items == 1 else {
      throw ImagePoolError(
        .unsupported, "holds \(items) items, and a stack takes one of each input",
        remedy: "give them one by one")
    }
    let own = chain.last.resultType(for: prepared.pooledType)
    try recipe.normalization?.check(channels: prepared.itemChannels)
    return StackSample(
      format: RowFormat(
        size: chain.geometry.output, channels: prepared.pooledChannels,
        sampleType: recipe.normalization?.element.sampleType ?? own))
  }
}
