internal import ArgumentParser
internal import ImagePooling

extension LayerOptions {
  /// All layers that were asked for, with the operator of the last, and the files that they and their logits come from.
  ///
  /// - Throws: ``OutputPlan/Refusal``.
  func poolings(
    _ chain: ChainOptions, _ picture: PictureOptions
  ) throws(OutputPlan.Refusal) -> (layers: [Pooling], last: Operator, files: [Path]) {
    guard !chain.layer.isEmpty || chain.layers != nil else {
      guard let operation else {
        throw OutputPlan.Refusal(
          "say which pooling: --op OPERATOR, or --layer for each of several; see imagepool help operators")
      }
      let layer = try pooling(operation, picture)
      try checkLogits([layer], chain)
      return ([layer], operation, files(of: [self], chain))
    }
    guard operation == nil else {
      throw OutputPlan.Refusal("--op is one layer by itself; put its options into a --layer")
    }
    guard chain.layer.isEmpty || chain.layers == nil else {
      throw OutputPlan.Refusal("give the layers by --layer or by --layers, not by both")
    }
    try checkNothingBeside()
    var all: [(place: String, options: LayerOptions)] = []
    if let file = chain.layers {
      for (number, words) in try LayerFile.words(file).enumerated() {
        let place = "\(file): layer \(number + 1)"
        all.append((place, try LayerWords.options(words, place)))
      }
    } else {
      for text in chain.layer { all.append(("--layer '\(text)'", try LayerWords.options(text))) }
    }
    var layers: [Pooling] = []
    var last: Operator?
    for (place, options) in all {
      // Both ways of reading a layer put an --op first.
      guard let operation = options.operation else { throw OutputPlan.Refusal("\(place) has no operator") }
      do {
        layers.append(try options.pooling(operation, picture, common: self))
      } catch {
        throw OutputPlan.Refusal("\(place): \(error)")
      }
      last = operation
    }
    guard let last else { throw OutputPlan.Refusal("\(chain.layers ?? ""): there are no layers") }
    try checkLogits(layers, chain)
    return (layers, last, files(of: all.map(\.options), chain))
  }

  private func files(of layers: [LayerOptions], _ chain: ChainOptions) -> [Path] {
    [chain.layers, chain.logits].compactMap { $0 } + layers.compactMap { $0.fractional.samples?.file }
  }

  private func checkLogits(_ layers: [Pooling], _ chain: ChainOptions) throws(OutputPlan.Refusal) {
    let takesLogits = layers.first?.reduction.takesLogits == true
    if takesLogits, chain.logits == nil { throw OutputPlan.Refusal("attention needs --logits FILE.npy") }
    if !takesLogits, chain.logits != nil {
      throw OutputPlan.Refusal("--logits belongs to attention, adaptive-attention and global-attention")
    }
  }

  /// Dialect and rounding hold for all layers; everything else belongs into one.
  private func checkNothingBeside() throws(OutputPlan.Refusal) {
    for name in given {
      let key = name.dropFirst(2)
      throw OutputPlan.Refusal("\(name) belongs into a layer: --layer '... \(key)=...'")
    }
  }

  /// The options of one layer that were given, but for its operator, dialect and rounding.
  var given: [String] {
    let options: [(isGiven: Bool, name: String)] = [
      (windows.kernel != nil, "--kernel"), (windows.stride != nil, "--stride"),
      (windows.dilation != nil, "--dilation"), (windows.padding != nil, "--padding"),
      (windows.paddingMode != .dialect, "--padding-mode"), (windows.paddingValue != nil, "--padding-value"),
      (windows.ceilMode, "--ceil-mode"), (windows.outputSize != nil, "--output-size"),
      (operands.countIncludePad != nil, "--count-include-pad"),
      (operands.divisorOverride != nil, "--divisor-override"), (operands.norm != nil, "--norm"),
      (operands.temperature != nil, "--temperature"), (fractional.seed != nil, "--seed"),
      (fractional.samples != nil, "--samples"), (fractional.rowBoundaries != nil, "--row-boundaries"),
      (fractional.columnBoundaries != nil, "--column-boundaries"), (fractional.overlapping, "--overlapping"),
      (fractional.pseudoRandom, "--pseudo-random"),
    ]
    return options.filter(\.isGiven).map(\.name)
  }
}
