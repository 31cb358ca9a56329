internal import ImageCodecs

/// Makes the names of an ``OutputPlan`` and checks them.
struct OutputPlanner {
  private let request: OutputPlan.Request
  /// The output directory, if there is one.
  private(set) var directory: Path?
  /// Only where there are many outputs names can be made.
  private let advice: String
  /// Every file that will be written, and for which input.
  private var names: [(path: Path, input: Int, what: String)] = []

  init(_ request: OutputPlan.Request) {
    self.request = request
    advice = "give another -o or --name"
    guard case .path(let path) = request.destination else { return }
    let isDirectory = (try? SystemCalls.facts(of: path))?.sort == .directory
    if isDirectory || path.endsInSlash || request.inputs.count > 1 { directory = path }
  }

  /// For one result of all inputs, and what comes with it.
  init(inputs: [Path], arrays: [Path] = [], names: [(path: Path, what: String)], overwrite: Bool) {
    request = OutputPlan.Request(inputs: inputs, arrays: arrays, to: .dumpsOnly, overwrite: overwrite)
    advice = "give another -o"
    self.names = names.map { ($0.path, 0, $0.what) }
  }

  var writesToStandardOutput: Bool {
    switch request.destination {
    case .dumpsOnly: return false
    case .standardOutput: return true
    case .path(let path):
      guard directory == nil, SystemCalls.isStream(path), path != "/dev/null",
        let (ours, theirs) = try? (SystemCalls.facts(of: path), SystemCalls.facts(of: request.standardOutput))
      else { return false }
      return ours.isSameFile(as: theirs)
    }
  }

  // MARK: - Making names

  mutating func items() throws(OutputPlan.Refusal) -> [Batch.Item] {
    if case .standardOutput = request.destination, request.inputs.count > 1 {
      throw OutputPlan.Refusal(
        "standard output takes one result, and there are \(request.inputs.count) inputs; give -o DIRECTORY/")
    }
    if request.inputs.filter({ $0 == nil }).count > 1 {
      throw OutputPlan.Refusal("standard input (-) is named more than once")
    }
    if let directory, let facts = try? SystemCalls.facts(of: directory), facts.sort != .directory {
      throw OutputPlan.Refusal(
        "\(directory) is a file, and \(request.inputs.count) inputs need a directory; give -o DIRECTORY/")
    }
    // A directory may be called anything; one that is to be made is hardly meant to be called one.png.
    if let directory, request.inputs.count > 1, !directory.endsInSlash, !SystemCalls.exists(directory),
      directory.fileExtension.map(FileExtensions.known.contains) == true
    {
      throw OutputPlan.Refusal(
        "-o \(directory) names one result, and there are \(request.inputs.count) inputs; give -o DIRECTORY/, or --stack for one tensor of all"
      )
    }
    if request.name != nil, directory == nil, case .path(let path) = request.destination {
      throw OutputPlan.Refusal(
        "--name makes names inside a directory, and -o \(path) is a file; leave one of them out")
    }
    var items: [Batch.Item] = []
    for index in request.inputs.indices { items.append(try item(index)) }
    return items
  }

  private mutating func item(_ index: Int) throws(OutputPlan.Refusal) -> Batch.Item {
    let path = request.inputs[index]
    let input: Input = path.map { .file($0) } ?? .descriptor(0)
    let stem = (request.name ?? .stem).stem(for: path, index: index)
    var item = Batch.Item(input, name: path ?? "-", to: nil)
    let dumpStem: Path
    switch request.destination {
    case .dumpsOnly: dumpStem = stem
    case .standardOutput:
      item.output = .descriptor(1)
      if let format = request.format { item.encoding = encoding(format) }
      dumpStem = stem
    case .path(let output):
      if let directory {
        guard let format = try self.format(of: path) else { return item }
        item.encoding = encoding(format)
        let ending = ".\(EncodingOptions.fileExtension(of: format))"
        // A template that ends in an extension is taken at its word.
        let end = request.name?.literalEnd?.fileExtension.flatMap(EncodingOptions.format(ofExtension:))
        let isWhole = end == format
        dumpStem = directory.joined(isWhole ? stem.withoutExtension : stem)
        plan(directory.joined(isWhole ? stem : stem.appending(ending)), index, "the result", &item)
      } else if SystemCalls.isStream(output) {
        // A device or a pipe: nothing appears there, and dumps do not stand beside it.
        if let format = request.format { item.encoding = encoding(format) }
        item.output = .file(output, overwrite: false)
        dumpStem = stem
      } else {
        item.encoding = encoding(try format(ofOutput: output))
        dumpStem = output.withoutExtension
        plan(output, index, "the result", &item)
      }
    }
    for content in request.dumps where content != .indices { plan(dumpStem, content, index, &item) }
    if request.dumps.contains(.indices) { planIndices(dumpStem, index, &item) }
    if request.tensorsOnly { try checkTensors(item) }
    return item
  }

  private mutating func plan(_ path: Path, _ index: Int, _ what: String, _ item: inout Batch.Item) {
    item.output = .file(path, overwrite: request.overwrite)
    names.append((path, index, what))
  }

  private mutating func plan(
    _ stem: Path, _ content: Dump.Content, _ index: Int, _ item: inout Batch.Item
  ) {
    let what = content == .indices ? "--indices" : "--dump \(content.rawValue)"
    guard content == .heatmap else {
      let path = stem.appending(Dump.suffix(of: content))
      item.dumps.append(Dump(content, to: .file(path, overwrite: request.overwrite)))
      names.append((path, index, what))
      return
    }
    item.dumps.append(Dump(.heatmap, to: .file(stem, overwrite: request.overwrite)))
    for channel in 0..<channels(of: request.inputs[index]) {
      names.append((stem.appending(Dump.suffix(of: .heatmap, channel: channel)), index, what))
    }
  }

  /// What pictures and tables cannot hold goes into none.
  private func checkTensors(_ item: Batch.Item) throws(OutputPlan.Refusal) {
    let cure = "a model's values (--rescale, --mean, --std, --dtype) go into .npy and .safetensors files"
    if item.output != nil, !item.encoding.isTensor {
      let format = item.encoding.name.map { "the result would be \($0)" } ?? "the result has no --format"
      throw OutputPlan.Refusal("\(format), and \(cure); say --format npy or --format safetensors")
    }
    let other = item.dumps.first { ![.npy, .safetensors, .indices].contains($0.content) }
    if let other { throw OutputPlan.Refusal("--dump \(other.content.rawValue) shows samples, and \(cure)") }
  }

  /// Places go into a `.safetensors` file where there is one, else into a file of their own.
  private mutating func planIndices(_ stem: Path, _ index: Int, _ item: inout Batch.Item) {
    if case .safetensors = item.encoding {
      item.encoding = .safetensors(withIndices: true)
    } else if let place = item.dumps.firstIndex(where: { $0.content == .safetensors }) {
      item.dumps[place].withIndices = true
    } else {
      plan(stem, .indices, index, &item)
    }
  }

  private func encoding(_ format: String) -> Encoding { request.options.encoding(format) ?? .sameAsInput }

  private func format(ofOutput output: Path) throws(OutputPlan.Refusal) -> String {
    let known = output.fileExtension.flatMap(EncodingOptions.format(ofExtension:))
    if let format = request.format {
      guard known == nil || known == format else {
        throw OutputPlan.Refusal(
          "-o \(output) says \(known ?? ""), and --format says \(format); leave one out")
      }
      return format
    }
    guard let known else {
      throw OutputPlan.Refusal(
        "the name \(output) does not tell a format; use an extension of .png, .jpg, .npy, .safetensors, .csv, .json, or --format"
      )
    }
    return known
  }

  /// The format asked for, or the input's own; nil if that is none that is read, so that it fails on its own later.
  private func format(of input: Path?) throws(OutputPlan.Refusal) -> String? {
    if let format = request.format { return format }
    guard let input else {
      throw OutputPlan.Refusal("the name of the result of standard input needs --format, or -o FILE")
    }
    // Looking into a pipe would take bytes out of it.
    if let facts = try? SystemCalls.facts(of: input), facts.sort == .other {
      throw OutputPlan.Refusal("\(input) is a pipe or a device; say --format, or -o FILE")
    }
    guard let opened = try? OpenedInput(.file(input)) else { return nil }
    switch opened.kind {
    case .image(let kind): return kind.rawValue
    case .npy: return "npy"
    case .csv: return "csv"
    case .safetensors: return "safetensors"
    case .other, .empty: return nil
    }
  }

  /// How many heat maps to expect.
  private func channels(of input: Path?) -> Int {
    if let channels = request.channels { return channels }
    guard let input, let facts = try? SystemCalls.facts(of: input), facts.sort == .regular,
      let info = try? SourceInfo.of(.file(input))
    else { return 4 }
    return info.shownChannels
  }

  // MARK: - Checking names

  func check() throws(OutputPlan.Refusal) {
    var owners: [Path: Int] = [:]
    for (place, name) in names.enumerated() {
      if let first = owners[name.path] { throw collision(names[first], name) }
      owners[name.path] = place
    }
    // Standard input and output can be files, too.
    let inputs = (request.inputs + request.arrays.map(Optional.some)).compactMap { path in
      (try? path.map(SystemCalls.facts(of:)) ?? SystemCalls.facts(of: request.standardInput)).map {
        (path ?? "-", $0)
      }
    }
    let reports = try? SystemCalls.facts(of: request.standardOutput)
    try OutputPlan.checkStandardOutput(
      isNone: request.inputs + request.arrays, standardInput: request.standardInput,
      standardOutput: request.standardOutput)
    for name in names {
      guard let facts = try? SystemCalls.facts(of: name.path) else { continue }
      if let (input, _) = inputs.first(where: { $0.1.isSameFile(as: facts) }) {
        throw OutputPlan.Refusal(
          "\(name.path) is an input (\(input)), and inputs are never changed; \(advice)")
      }
      if facts.sort == .directory {
        throw OutputPlan.Refusal(
          "\(name.path) is a directory, which no output replaces; \(advice)")
      }
      if let reports, reports.sort == .regular, reports.isSameFile(as: facts) {
        throw OutputPlan.Refusal(
          "\(name.path) is where standard output goes; \(advice), or redirect elsewhere")
      }
    }
    guard !request.overwrite else { return }
    let taken = names.filter { SystemCalls.exists($0.path) }
    guard let first = taken.first else { return }
    let others = taken.count > 1 ? " (and \(taken.count - 1) more output\(taken.count > 2 ? "s" : ""))" : ""
    throw OutputPlan.Refusal(
      "\(first.path) exists\(others); give another name, or --overwrite to replace it")
  }

  private func collision(
    _ a: (path: Path, input: Int, what: String), _ b: (path: Path, input: Int, what: String)
  ) -> OutputPlan.Refusal {
    if a.input == b.input {
      return OutputPlan.Refusal("\(a.what) and \(b.what) would both be \(a.path); leave one out")
    }
    let (first, second) = (request.inputs[a.input] ?? "-", request.inputs[b.input] ?? "-")
    let cures = ["{stem}.{ext}", "{parent}-{stem}", "{index}-{stem}"]
    let cure =
      cures.first { cure in
        guard let template = try? NameTemplate(Path(cure)) else { return false }
        let stems = request.inputs.enumerated().map { template.stem(for: $1, index: $0) }
        return Set(stems).count == stems.count
      } ?? "{index}-{stem}"
    return OutputPlan.Refusal(
      "\(first) and \(second) would both be written to \(a.path); keep them apart with --name '\(cure)'")
  }
}
