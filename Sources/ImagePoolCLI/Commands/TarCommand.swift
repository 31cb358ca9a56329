internal import ArgumentParser
internal import ImagePooling

struct TarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tar",
    abstract: "Pool the pictures of a tar archive (a WebDataset shard) into another archive.",
    discussion: """
      Members that are PNG or JPEG by their content are pooled, or made thumbnails, in their place; all others are copied \
      byte for byte, in order. Headers are the same in every run. - is standard input or output.

      Examples:
        imagepool tar shard-000000.tar small-000000.tar --fit 256
        imagepool tar shard-000000.tar pooled-000000.tar --op average --kernel 8 --format npy
        gzip -dc shard.tar.gz | imagepool tar - - --fit 256 | gzip > small.tar.gz
        imagepool tar shard.tar small.tar --fit 256 --failures member --json
      """)

  @OptionGroup(title: "Thumbnails") var sizes: ThumbnailSizeOptions
  @OptionGroup(title: "Pooling") var layer: LayerOptions
  @OptionGroup(title: "Several layers") var list: LayerListOptions
  @OptionGroup(title: "Pictures") var picture: PictureOptions
  @OptionGroup(title: "For models") var values: NormalizationOptions
  @OptionGroup(title: "Decoding") var decoding: DecodingOptions
  @OptionGroup(title: "Archive") var options: TarOptions
  @OptionGroup(title: "Encoding") var encoding: PictureEncodingOptions
  @OptionGroup(title: "Work and limits") var work: LimitOptions

  @Argument(help: ArgumentHelp("The archive to read, or - for standard input.", valueName: "in"))
  var input: String

  @Argument(help: ArgumentHelp("The archive to write, or - for standard output.", valueName: "out"))
  var output: String

  func run() throws {
    let (recipe, files) = try recipe()
    var batch = TarBatch(
      recipe, as: options.format, options: encoding.options, failures: options.failures, jobs: work.jobs
    )
    batch.recipe.digests = options.json
    let given = ArgumentBytes.path(input)
    let written = ArgumentBytes.path(output)
    let isTaken = TarBatch.isStandardOutput(written)
    try TarBatch.check(given == "-" ? nil : given, written, arrays: files, overwrite: options.overwrite)
    if isTaken, Console.outputIsTerminal {
      throw OutputPlan.Refusal(
        "standard output is a terminal, which takes no archive; redirect it or name a file")
    }
    let telling = TarTelling(reportsJSON: options.json, outputIsTaken: isTaken)
    let status = telling.run(
      batch, given == "-" ? .descriptor(0) : .file(given), name: given,
      to: written == "-" ? .descriptor(1) : .file(written, overwrite: options.overwrite))
    if status != .done { throw status }
  }

  /// What becomes of the pictures, and the files that say so.
  private func recipe() throws(OutputPlan.Refusal) -> (recipe: Recipe, files: [Path]) {
    if picture.layout != nil { throw OutputPlan.Refusal("--layout is for arrays; archives hold pictures") }
    if picture.tensor != nil { throw OutputPlan.Refusal("--tensor is for arrays; archives hold pictures") }
    if picture.range != nil { throw OutputPlan.Refusal("--range is for arrays; archives hold pictures") }
    var recipe: Recipe
    var files: [Path] = []
    if let size = sizes.thumbnailSize {
      recipe = try thumbnail(size)
    } else {
      (recipe, files) = try pooling()
    }
    recipe.channels = picture.channelLayout
    recipe.background = picture.background
    recipe.orientation = picture.orientation
    recipe.linearLight = picture.linear
    recipe.depth = sizes.depth
    recipe.strips = sizes.strip
    recipe.limits = work.limits
    recipe.failOn = work.failOn
    decoding.apply(to: &recipe)
    recipe.normalization = try values.normalization()
    recipe.outputLayout = options.outputLayout
    if options.format != "npy", options.format != "safetensors" {
      let what =
        recipe.normalization != nil
        ? "--rescale, --mean, --std and --dtype make"
        : recipe.outputLayout != nil ? "--output-layout makes" : nil
      if let what { throw OutputPlan.Refusal("\(what) tensors; give --format npy or --format safetensors") }
    }
    return (recipe, files)
  }

  private func thumbnail(_ size: ThumbnailSize) throws(OutputPlan.Refusal) -> Recipe {
    let given = sizes.given ?? "a size"
    let isPooling = layer.operation != nil || !list.layer.isEmpty || list.layers != nil
    if isPooling { throw OutputPlan.Refusal("\(given) and a pooling are two things; give one") }
    let other =
      layer.given.first ?? (layer.dialect != nil ? "--dialect" : layer.rounding != nil ? "--rounding" : nil)
    if let other { throw OutputPlan.Refusal("\(other) belongs to --op; a thumbnail by \(given) has none") }
    if sizes.method == .max {
      if picture.linear {
        throw OutputPlan.Refusal("a maximum is the same in linear light; leave --linear out")
      }
      if decoding.jpegShrink {
        throw OutputPlan.Refusal(
          "a maximum needs the samples as they are; leave --jpeg-shrink or --method max out")
      }
    }
    if picture.linear, decoding.jpegShrink {
      throw OutputPlan.Refusal(
        "a JPEG's decoder reduces codes, not light; leave --jpeg-shrink or --linear out")
    }
    return .thumbnail(size, method: sizes.method)
  }

  private func pooling() throws(OutputPlan.Refusal) -> (Recipe, [Path]) {
    guard layer.operation != nil || !list.layer.isEmpty || list.layers != nil else {
      throw OutputPlan.Refusal(
        "say what becomes of the pictures: a size (\(ThumbnailSizeOptions.names)), or a pooling (--op, --layer)"
      )
    }
    if sizes.method != .area {
      throw OutputPlan.Refusal("--method is for thumbnails; a pooling has its --op")
    }
    if decoding.jpegShrink, picture.linear {
      throw OutputPlan.Refusal(
        "a JPEG's decoder reduces codes, not light; leave --jpeg-shrink or --linear out")
    }
    let (layers, _, files) = try layer.poolings(ChainOptions(list), picture)
    if layers.contains(where: { $0.reduction.takesLogits }) {
      throw OutputPlan.Refusal("attention needs logits of each picture's own, which an archive does not have")
    }
    return (Recipe(layers: layers, alpha: picture.alpha), files)
  }
}
