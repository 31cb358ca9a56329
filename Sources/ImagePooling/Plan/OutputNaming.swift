internal import ImageCodecs
internal import PoolingEngine

/// How the outputs of a large batch are called, below their directory.
struct OutputNaming: Sendable {
  /// Nil: as the input is called, in the directories below the one that was walked.
  var template: NameTemplate?
  /// A name of ``EncodingOptions/formats``; nil: the input's own, told by its content.
  var format: String?
  /// Tells the output's size.
  var recipe: Recipe

  /// What an input becomes.
  struct Choice: Sendable {
    /// Below the output directory.
    var name: Path
    var format: String
  }

  /// Whether an input has to be looked at before its output has a name.
  var looksAtContent: Bool { format == nil || needsSize }

  private var needsSize: Bool { template.map { $0.uses(.width) || $0.uses(.height) } ?? false }

  /// - Throws: ``ImagePoolError`` if the input cannot be read, or is no picture.
  func choice(for input: ListedInput) throws(ImagePoolError) -> Choice {
    var format = format
    if format == nil { format = try OutputNaming.contentFormat(of: .file(input.path)) }
    var size: Size?
    if needsSize { size = try recipe.outputSize(of: .file(input.path), name: input.path) }
    // Only the case that the input's format is asked for needs a look, and it has had one.
    let chosen = format ?? "png"
    return Choice(name: name(for: input, format: chosen, size: size), format: chosen)
  }

  private func name(for input: ListedInput, format: String, size: Size?) -> Path {
    let name: Path
    if let template {
      name = template.name(for: input, size: size)
    } else {
      let own = (input.path.components.last ?? "input").insideDirectory
      let keeps = own.fileExtension.flatMap(EncodingOptions.format(ofExtension:)) == format
      let base = keeps ? own : own.withoutExtension
      name = input.directory.map { $0.joined(base).insideDirectory } ?? base
    }
    // An extension that says what the file is, is taken at its word.
    if name.fileExtension.flatMap(EncodingOptions.format(ofExtension:)) == format { return name }
    return name.appending(".\(EncodingOptions.fileExtension(of: format))")
  }

  /// What is known of an output's name from the input's name alone. Inputs whose outputs could have one name have one key.
  func key(of input: ListedInput) -> Path {
    if let template { return template.name(for: input, size: nil, showsExtension: false) }
    let own = (input.path.components.last ?? "input").withoutExtension
    return (input.directory.map { $0.joined(own) } ?? own).insideDirectory
  }

  /// The format of a picture, told by its content.
  static func contentFormat(of input: Input) throws(ImagePoolError) -> String {
    // Looking into a pipe would take bytes out of it.
    if case .file(let path) = input, let facts = try? SystemCalls.facts(of: path), facts.sort == .other {
      throw pipe
    }
    let opened = try OpenedInput(input)
    if let refusal = opened.refusal { throw refusal }
    guard case .image(let kind) = opened.kind else {
      throw ImagePoolError(
        .unsupported, "is an array of numbers, and not a picture", remedy: "imagepool pool takes it")
    }
    return kind.rawValue
  }

  static let pipe = ImagePoolError(
    .unsupported, "is a pipe or a device, whose format cannot be told without reading it",
    remedy: "say --format png or --format jpeg")

  /// A template that keeps two inputs apart that would both be written to one file.
  func cure(_ a: ListedInput, _ b: ListedInput) -> String {
    let patterns = [
      "{stem}.{ext}", "{dir}/{stem}.{ext}", "{dir}/{parent}-{stem}.{ext}", "{parent}-{stem}.{ext}",
    ]
    return patterns.first { pattern in
      guard let template = try? NameTemplate(belowDirectory: Path(pattern)) else { return false }
      var other = self
      other.template = template
      guard let first = try? other.choice(for: a), let second = try? other.choice(for: b) else {
        return false
      }
      return first.name != second.name
    } ?? "{dir}/{stem}-{index}.{ext}"
  }
}
