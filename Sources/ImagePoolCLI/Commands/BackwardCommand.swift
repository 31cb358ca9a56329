internal import ArgumentParser
internal import ImagePooling

struct BackwardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backward", abstract: "Write the gradient of a pooling: how much each source sample counts.",
    discussion: """
      The result has the input's size, as float32 (float64 of float64 and of int32 and int64, which are taken as the
      nearest float64). Without --upstream every sample of the pooled result counts 1. It is an array (.npy, .safetensors, .csv, .json), a heat map (--dump heatmap), or with --range a
      picture.

      Examples:
        imagepool backward --op max --kernel 3 --stride 2 photo.jpg --dump heatmap
        imagepool backward --op average --kernel 3 --padding 1 map.npy --upstream up.npy -o gradient.npy
        imagepool backward --op attention --kernel 2 --logits logits.npy --of logits map.npy -o gradient.npy
      """)

  @OptionGroup(title: "Pooling") var layer: LayerOptions
  @OptionGroup(title: "Several layers, logits") var chain: ChainOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The gradient of the pooled result, an array of its shape (default: ones).", valueName: "FILE"),
    transform: Values.path)
  var upstream: Path?

  @Option(help: ArgumentHelp("What the gradient is of.", valueName: "target"))
  var of: Recipe.GradientTarget = .input

  @OptionGroup(title: "Pictures and arrays") var picture: PictureOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Work and limits") var work: LimitOptions

  @Argument(help: ArgumentHelp("Files, or - for standard input.", valueName: "input"))
  var inputs: [String]

  func run() throws {
    let (layers, _, arrays) = try layer.poolings(chain, picture)
    let request = BatchRequest(
      inputs: inputs, picture: picture, output: output, work: work,
      arrays: arrays + [upstream].compactMap { $0 },
      format: "npy")
    if picture.linear {
      throw OutputPlan.Refusal("a gradient has no --linear; it is of the samples as they are")
    }
    if picture.alpha == .premultiplied {
      throw OutputPlan.Refusal("a gradient has no --alpha premultiplied; alpha is one more plane")
    }
    var recipe = request.recipe(layers)
    recipe.logits = chain.logits.map { .file($0) }
    if chain.dryRun { return try request.printShapes(recipe) }
    recipe.work = .backward(upstream: upstream.map { .file($0) }, of: of)
    try request.run(recipe)
  }
}
