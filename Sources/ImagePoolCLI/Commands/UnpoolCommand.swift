internal import ArgumentParser
internal import ImagePooling

struct UnpoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpool", abstract: "Put pooled samples back to the places that an array of indices names.",
    discussion: """
      The partial inverse of a max pooling: PyTorch's max_unpool2d, ONNX's MaxUnpool. All other samples are 0.

      Examples:
        imagepool pool --op max --kernel 2 photo.png -o small.png --indices
        imagepool unpool small.png --indices small.indices.npy --kernel 2 -o sparse.png
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What --indices wrote: int64, of the input's shape; of several tensors the one called indices.",
      valueName: "FILE"),
    transform: Values.path)
  var indices: Path

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The pooling's window size.", valueName: "N|H,W"),
    transform: Values.pair)
  var kernel: Pair

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Its step (default: the kernel).", valueName: "N|H,W"),
    transform: Values.pair)
  var stride: Pair?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Its padding (default: 0).", valueName: "N|H,W"),
    transform: Values.pair)
  var padding: Pair?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The size before pooling (default: the smallest that gives the input's).", valueName: "N|H,W"),
    transform: Values.size)
  var outputSize: Size?

  @Option(
    help: ArgumentHelp("Whose rules: torch or onnx (default: torch).", valueName: "dialect"),
    transform: Values.dialect)
  var dialect: Dialect = .torch

  @Option(
    help: ArgumentHelp("How places are numbered, as for pool (default: plane).", valueName: "layout"),
    transform: Values.indexLayout)
  var indexLayout: IndexLayout = .plane

  @OptionGroup(title: "Pictures and arrays") var picture: PictureOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Work and limits") var work: LimitOptions

  @Argument(help: ArgumentHelp("A file, or - for standard input.", valueName: "input"))
  var input: String

  func run() throws {
    let request = BatchRequest(
      inputs: [input], picture: picture, output: output, work: work, arrays: [indices])
    var recipe = request.recipe([])
    recipe.work = .unpool(
      MaxUnpooling(
        kernel: kernel, stride: stride, padding: padding ?? 0, outputSize: outputSize, dialect: dialect,
        indexLayout: indexLayout), indices: .file(indices))
    try request.run(recipe)
  }
}
