internal import ArgumentParser
internal import ImagePooling

/// A command that comes down to a recipe over inputs.
protocol BatchCommand: ServedCommand {
  var output: OutputOptions { get set }

  /// What the options say; nothing is done yet.
  ///
  /// - Throws: ``OutputPlan/Refusal``.
  func job() throws -> BatchJob
}

extension BatchCommand {
  var outputName: Path? {
    get { output.output }
    set { output.output = newValue }
  }

  func run() throws { try job().run() }

  func answer(_ request: RequestServer.Request) throws -> RequestServer.Reply { try job().answer(request) }
}

/// Work that is ready to be done, as a program or for a request.
struct BatchJob {
  private let request: BatchRequest
  private let recipe: Recipe
  /// Shapes are told; nothing is pooled or written.
  private let showsShapes: Bool

  init(_ request: BatchRequest, _ recipe: Recipe, showsShapes: Bool = false) {
    self.request = request
    self.recipe = recipe
    self.showsShapes = showsShapes
  }

  func run() throws {
    if showsShapes { try request.printShapes(recipe) } else { try request.run(recipe) }
  }

  func answer(_ served: RequestServer.Request) throws -> RequestServer.Reply {
    if showsShapes { return try request.shapes(recipe, served) }
    return try served.run(served.plan(request.planRequest(served.words)), recipe)
  }
}
