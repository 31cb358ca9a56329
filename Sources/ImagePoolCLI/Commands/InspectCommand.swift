internal import ArgumentParser
internal import ImagePooling

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a pooling did: one output sample taken apart, or all of them in a page.",
    discussion: """
      With --at, prints each tap of the window with its place in the upright picture and its value (pad: padding, over: overhang, b: \
      filled border, *: the winner, =: its ties), the arithmetic from there to the result, and a line per dialect that gives another one. \
      Rows are read as far as the window needs them. Of several layers it is the last one's window, over the result of the others.

      With -o, writes one self-contained HTML file that shows input and result and takes every output sample apart in the same way. \
      Of more than 1.5 megapixels it holds all samples of some regions, which --region chooses, and an overview of the rest.

      Examples:
        imagepool inspect photo.jpg --op max --kernel 3 --stride 2 --at 0,0
        imagepool inspect photo.jpg --op area --output-size 48,64 --at 9,20,1 --json
        printf '1,2\\n3,4\\n' | imagepool inspect - --op max --kernel 2 --at 0,0
        imagepool inspect photo.jpg --op max --kernel 3 --stride 2 -o report.html

      Exit status: 0 done; 1 the input failed, or the explanation and the engine differ; 64 refused before any work.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The output sample, from 0,0; without CHANNEL all channels. With -o: what the page shows first.",
      valueName: "Y,X[,CHANNEL]"),
    transform: Values.place)
  var at: OutputPlace?

  @OptionGroup(title: "Page") var page: PageOptions

  @Flag(help: "Report one JSON object on standard output (standard error with -o -).")
  var json = false

  @OptionGroup(title: "Pooling") var layer: LayerOptions
  @OptionGroup(title: "Several layers, logits") var list: LayerListOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("attention: an array of logits, of the input's size.", valueName: "FILE"),
    transform: Values.path)
  var logits: Path?

  @OptionGroup(title: "Pictures and arrays") var picture: PictureOptions
  @OptionGroup(title: "Limits") var limits: DecodingLimitOptions

  @Argument(help: ArgumentHelp("A file, or - for standard input.", valueName: "input"))
  var input: String

  func run() throws {
    var chain = ChainOptions(list)
    chain.logits = logits
    let (layers, _, files) = try layer.poolings(chain, picture)
    if picture.range != nil {
      throw OutputPlan.Refusal("inspect has no --range; it looks at the samples that are pooled")
    }
    var recipe = picture.recipe(layers, limits)
    recipe.logits = logits.map { .file($0) }
    let path = ArgumentBytes.path(input)
    let source = input == "-" ? Input.descriptor(0) : .file(path)
    try OutputPlan.checkStandardOutput(isNone: [input == "-" ? nil : path] + files)
    if let output = try page.destination(inputs: [path].filter { $0 != "-" } + files) {
      try InspectionPage(recipe, source, path, at: at, page, reportsJSON: json).write(to: output)
      return
    }
    guard let at else {
      throw OutputPlan.Refusal(
        "say what to look at: one output sample, --at Y,X, or all of them in a page, -o FILE.html")
    }
    let inspection: Inspection
    do throws(ImagePoolError) {
      inspection = try recipe.inspect(source, at: at, name: path)
    } catch {
      Console.error("imagepool: \(error)")
      if json { _ = Console.answer(Report.json(of: error, input: path)) }
      throw ExitStatus.failed
    }
    for warning in inspection.warnings { Console.error("imagepool: \(path): warning: \(warning)") }
    let status = Console.answer(json ? inspection.json : inspection.text)
    guard status == .done else { throw status }
    guard inspection.agrees else {
      Console.error(
        "imagepool: \(path): the explanation and the engine differ, which is a fault of this program; please report it"
      )
      throw ExitStatus.failed
    }
  }
}
