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
  enum Kind {
    case results
    /// All results in one tensor.
    case stack
    /// Shapes are told; nothing is pooled or written.
    case shapes
  }

  private let request: BatchRequest
  private let recipe: Recipe
  private let kind: Kind

  init(_ request: BatchRequest, _ recipe: Recipe, _ kind: Kind = .results) {
    self.request = request
    self.recipe = recipe
    self.kind = kind
  }

  func run() throws {
    switch kind {
    case .results: try request.run(recipe)
    case .stack: try StackRequest(request).run(recipe)
    case .shapes: try request.printShapes(recipe)
    }
  }

  func answer(_ served: RequestServer.Request) throws -> RequestServer.Reply {
    switch kind {
    case .results: return try served.run(served.plan(request.planRequest(served.words)), recipe)
    case .stack:
      throw OutputPlan.Refusal("a server makes no stacks; run imagepool pool --stack, or stack the replies")
    case .shapes: return try request.shapes(recipe, served)
    }
  }
}
