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

  @OptionGroup(title: "Thumbnails") var thumbnail: ThumbnailOptions
  @OptionGroup(title: "Decoding") var decoding: DecodingOptions
  @OptionGroup(title: "Batch") var options: BatchOptions
  @OptionGroup(title: "Encoding") var encoding: PictureEncodingOptions
  @OptionGroup(title: "Work and limits") var work: LimitOptions

  @Argument(help: ArgumentHelp("Files and directories.", valueName: "input"))
  var inputs: [String] = []

  func validate() throws {
    guard decoding.jpegShrink else { return }
    if thumbnail.method == .max {
      throw ValidationError(
        "a maximum needs the samples as they are; leave --jpeg-shrink or --method max out")
    }
    if thumbnail.linear {
      throw ValidationError("a JPEG's decoder reduces codes, not light; leave --jpeg-shrink or --linear out")
    }
  }

  func run() throws {
    var limits = work.limits
    limits.time = options.timeoutPerFile
    var recipe = thumbnail.recipe(limits: limits, failOn: work.failOn)
    decoding.apply(to: &recipe)
    recipe.digests = options.json || options.record != nil
    var batch = try options.batch(recipe, of: inputs, jobs: work.jobs)
    batch.options = encoding.options
    let record = batch.record
    let telling = LargeBatchTelling(reportsJSON: options.json)
    let end = try batch.run(whenInterrupted: { telling.interrupted($0, resume: record?.manifest) }) {
      telling.tell($0, $1)
    }
    let status = telling.finish(end)
    if status != .done { throw status }
  }
}
