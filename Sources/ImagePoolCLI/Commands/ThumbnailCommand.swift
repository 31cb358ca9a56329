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
    var batch = try options.batch(
      recipe(digests: options.json || options.record != nil), of: inputs, jobs: work.jobs)
    batch.options = encoding.options
    let record = batch.record
    let telling = LargeBatchTelling(reportsJSON: options.json)
    let end = try batch.run(whenInterrupted: { telling.interrupted($0, resume: record?.manifest) }) {
      telling.tell($0, $1)
    }
    let status = telling.finish(end)
    if status != .done { throw status }
  }

  /// - Parameter digests: whether reports, which somebody has to want, tell one of the samples.
  private func recipe(digests: Bool) -> Recipe {
    var limits = work.limits
    limits.time = options.timeoutPerFile
    var recipe = thumbnail.recipe(limits: limits, failOn: work.failOn)
    decoding.apply(to: &recipe)
    recipe.digests = digests
    return recipe
  }
}

extension ThumbnailCommand: ServedCommand {
  var outputName: Path? {
    get { options.output }
    set { if let newValue { options.output = newValue } }
  }

  /// One picture, from a file or from the request, into a directory or into the reply.
  func answer(_ request: RequestServer.Request) throws -> RequestServer.Reply {
    if let option = options.namesOfWholeBatches.first {
      throw OutputPlan.Refusal(
        "\(option) belongs to a batch, and a request makes one thumbnail; leave it out")
    }
    guard inputs.count == 1 else {
      throw OutputPlan.Refusal("a request makes one thumbnail, and names \(inputs.count) inputs; name one")
    }
    let name = ArgumentBytes.path(inputs[0])
    let recipe = recipe(digests: true)
    guard options.output == "-" else {
      guard name != "-" else {
        throw OutputPlan.Refusal("bytes that come with a request have no name; take the thumbnail with -o -")
      }
      var batch = try options.batch(recipe, of: inputs, jobs: 1)
      batch.options = encoding.options
      guard !batch.inputs.hasDirectories else {
        throw OutputPlan.Refusal("\(name) is a directory, and a request makes one thumbnail; name a file")
      }
      return try request.run(batch)
    }
    if options.name != nil || options.update {
      throw OutputPlan.Refusal("--name and --update are of files, and -o - makes none; leave them out")
    }
    return try request.thumbnail(of: name, recipe, format: options.format, options: encoding.options)
  }
}
