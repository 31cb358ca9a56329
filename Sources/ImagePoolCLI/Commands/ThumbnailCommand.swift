internal import ArgumentParser
internal import ImagePooling

struct ThumbnailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thumbnail",
    abstract: "Make small pictures of many: exact, right in colour and orientation, nothing lost.",
    discussion: """
      Inputs are PNG and JPEG files, and directories, which are walked and mirrored in the output directory.

      Examples:
        imagepool thumbnail photos/ -o thumbs --fit 256
        find . -name '*.jpg' -print0 | imagepool thumbnail --from - -o thumbs --fit 256x256 --name '{dir}/{stem}_{width}.{ext}'
        imagepool thumbnail photos/ -o thumbs --fit 256 --manifest thumbs.jsonl
        imagepool thumbnail photos/ -o thumbs --fit 256 --resume thumbs.jsonl
      """)

  @Option(
    help: ArgumentHelp("The largest size inside this box; N is NxN.", valueName: "WxH"), transform: Values.box)
  var fit: Size

  @OptionGroup(title: "Batch") var options: BatchOptions
  @OptionGroup(title: "Work and limits") var work: LimitOptions

  @Argument(help: ArgumentHelp("Files and directories.", valueName: "input"))
  var inputs: [String] = []

  func run() throws {
    let batch = try options.batch(.thumbnail(fit: fit), of: inputs, work)
    let telling = LargeBatchTelling(reportsJSON: options.json)
    let end = try batch.run(whenInterrupted: { telling.interrupted($0, resume: batch.record?.manifest) }) {
      telling.tell($0, $1)
    }
    let status = telling.finish(end)
    if status != .done { throw status }
  }
}
