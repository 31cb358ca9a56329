internal import ImageCodecs
internal import PoolingEngine

/// One of the two inputs of a comparison, opened and looked at; its rows were not read yet.
struct ComparedInput {
  /// For messages.
  let name: String
  let kind: InputKind
  let prepared: PreparedInput
  private let run: RecipeRun

  init(
    _ opened: OpenedInput, _ rules: Comparison.Rules, number: Int, name: Path?,
    _ cancellation: Cancellation?
  ) throws(ImagePoolError) {
    kind = opened.kind
    self.name = name?.description ?? ["the first input", "the second input"][number]
    run = RecipeRun(
      rules.recipe(for: opened.kind, number: number), RunContext(name: name, cancellation: cancellation))
    prepared = try PreparedInput(opened, recipe: run.recipe)
  }

  var isPicture: Bool { prepared.reader != nil }
  var channels: Int { prepared.pooledChannels }
  var type: SampleType { prepared.pooledType }
  /// Upright.
  var size: Size { prepared.uprightSize }

  /// The axes ahead of rows and columns; leading ones of 1 say nothing.
  var axes: [Int] { Array((prepared.leadingAxes ?? [channels]).drop { $0 == 1 }) }

  /// The upright rows, and the bytes that go with them.
  func open() throws(ImagePoolError) -> (rows: any RowSource, heldBytes: Int) { try run.source(prepared) }

  func checkpoint() throws(ImagePoolError) {
    do throws(ImagePoolError) { try run.checkpoint() } catch {
      throw error.naming(run.recipe.limits.time).of(name)
    }
  }

  func check(memory: Int) throws(ImagePoolError) { try run.check(memory: memory) }

  /// What the decoder complained about, once all rows were read.
  func warnings() throws(ImagePoolError) -> [String] {
    try run.damage(of: prepared).map { RecipeRun.warnings(of: $0) } ?? []
  }

  // MARK: - Whether there is anything to compare

  /// - Throws: ``ImagePoolError`` of kind `geometry` or `unsupported`, said of this input, the second of the two.
  func check(against first: ComparedInput) throws(ImagePoolError) {
    for input in [first, self] where input.channels == 0 || input.size.height == 0 || input.size.width == 0 {
      throw ImagePoolError(
        .geometry, "holds no samples", remedy: "give arrays with rows, columns and channels",
        input: input.name
      )
    }
    func mismatch(_ kind: ImagePoolError.Kind, _ message: String, _ remedy: String) -> ImagePoolError {
      ImagePoolError(kind, message, remedy: remedy, input: name)
    }
    guard size == first.size else {
      let isTurned = size.transposed == first.size && run.recipe.orientation == .stored
      throw mismatch(
        .geometry, "is \(size), and \(first.name) is \(first.size)",
        isTurned ? "leave --orientation stored out" : "compare what has one width and height")
    }
    guard channels == first.channels else {
      throw mismatch(
        .geometry,
        "has \(Self.count(channels)), and \(first.name) has \(Self.count(first.channels))",
        isPicture || first.isPicture
          ? "give pictures the same ones with --channels gray, rgb or rgba" : "compare arrays of one shape")
    }
    guard axes == first.axes || isPicture || first.isPicture else {
      throw mismatch(
        .geometry, "has the axes \(axes) ahead of rows and columns, and \(first.name) has \(first.axes)",
        "compare arrays of one shape")
    }
    let types: Set = [type, first.type]
    guard types != [.uint8, .uint16] else {
      throw mismatch(
        .unsupported,
        "holds samples of \(8 * type.byteCount) bits, and \(first.name) of \(8 * first.type.byteCount)",
        (type == .uint8 ? isPicture : first.isPicture)
          ? "--depth 16 takes those of an 8-bit picture 257 times" : "write both with one element type")
    }
  }

  private static func count(_ channels: Int) -> String { "\(channels) channel\(channels == 1 ? "" : "s")" }

  /// The range of the samples of both, where their types tell.
  static func dataRange(_ first: ComparedInput, _ second: ComparedInput) -> Double? {
    for type in [first.type, second.type] {
      if type == .uint8 { return 255 }
      if type == .uint16 { return 65535 }
    }
    return nil
  }
}
