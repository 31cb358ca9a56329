internal import ArgumentParser
internal import ImagePooling

struct PoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool", abstract: "Pool images or tensors; write images, feature maps, or both.",
    discussion: """
      Inputs are PNG, JPEG, .npy, .safetensors and .csv (a plane of numbers), told by content; - is standard input.

      Examples:
        imagepool pool --op average --kernel 8 photo.jpg -o small.png
        imagepool pool --op max --kernel 3 --stride 2 photo.jpg --dump heatmap
        imagepool pool --op area --output-size 240,320 *.jpg -o thumbs/ --json
        imagepool pool --op adaptive-max --output-size 7 map.npy -o pooled.npy
        imagepool pool --layer 'max kernel=2' --layer 'average kernel=3 stride=2' photo.jpg -o small.png
        imagepool pool --op area --output-size 224 *.jpg --stack -o batch.safetensors --rescale 1/255 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225
        echo 1,2,3,4 | imagepool pool --op max --kernel 1,2 - -o - --format csv

      One example per operator: imagepool help operators.
      """)

  @OptionGroup(title: "Pooling") var layer: LayerOptions
  @OptionGroup(title: "Several layers, logits") var chain: ChainOptions
  @OptionGroup(title: "Places") var places: PlaceOptions
  @OptionGroup(title: "Pictures and arrays") var picture: PictureOptions
  @OptionGroup(title: "For models") var model: ModelOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Work and limits") var work: LimitOptions

  @Argument(help: ArgumentHelp("Files, or - for standard input.", valueName: "input"))
  var inputs: [String]

  func run() throws {
    let (layers, last, arrays) = try layer.poolings(chain, picture)
    if places.indices, !last.selects || last.maker == .area {
      throw OutputPlan.Refusal(
        "--op \(last.name) has no --indices; it belongs to \(Operator.names { $0.selects })")
    }
    if places.indexLayout != nil, !places.indices {
      throw OutputPlan.Refusal("--index-layout needs --indices")
    }
    let request = BatchRequest(
      inputs: inputs, picture: picture, output: output, work: work, writesIndices: places.indices,
      arrays: arrays)
    var recipe = request.recipe(layers)
    recipe.logits = chain.logits.map { .file($0) }
    recipe.indexLayout = places.indexLayout ?? .plane
    recipe.normalization = try model.normalization()
    if chain.dryRun { return try request.printShapes(recipe) }
    if model.stack { return try StackRequest(request, writesIndices: places.indices).run(recipe) }
    try request.run(recipe)
  }
}
