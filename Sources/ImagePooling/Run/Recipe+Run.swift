public import PoolingEngine

extension Recipe {
  /// Pools an input, away from the caller's actor.
  ///
  /// The result and all dumps come from one pass over the input and appear together, after everything has ended well;
  /// otherwise nothing appears. Memory is rows where ``SourceInfo/streams`` says so, and what the output needs.
  ///
  /// - Parameters:
  ///   - output: nil: only dumps are written.
  ///   - encoding: the result's format.
  ///   - dumps: feature maps to write as well.
  ///   - name: what the input is called in the report and in errors; nil: a file's own name.
  ///   - cancellation: looked at once per strip of rows, as is the task's own.
  /// - Throws: ``ImagePoolError``; of kind `interrupted` after a cancellation.
  @concurrent public func run(
    _ input: Input, to output: Output?, as encoding: Encoding = .sameAsInput, dumps: [Dump] = [],
    name: Path? = nil, cancellation: Cancellation? = nil
  ) async throws(ImagePoolError) -> Report {
    try runBlocking(
      input, to: output, as: encoding, dumps: dumps, name: name, cancellation: cancellation)
  }

  /// Pools an input on the caller's thread. Everything else is as in `run`.
  public func runBlocking(
    _ input: Input, to output: Output?, as encoding: Encoding = .sameAsInput, dumps: [Dump] = [],
    name: Path? = nil, cancellation: Cancellation? = nil
  ) throws(ImagePoolError) -> Report {
    let context = RunContext(name: Recipe.name(of: input, name), cancellation: cancellation)
    return try runBlocking(input, to: output, as: encoding, dumps: dumps, context: context)
  }

  func runBlocking(
    _ input: Input, to output: Output?, as encoding: Encoding, dumps: [Dump], context: RunContext
  ) throws(ImagePoolError) -> Report {
    do throws(ImagePoolError) {
      return try RecipeRun(self, context).report(input, to: output, as: encoding, dumps: dumps)
    } catch {
      throw (failOn == .none ? error.withoutAdviceOnDamage : error).naming(limits.time).of(
        context.name?.description)
    }
  }

  /// Pools an input into planes in memory.
  ///
  /// - Parameter type: the element type of the result. A max needs the input's own (uint8, or uint16 for a 16-bit PNG); an
  ///   average any: floats hold the mean, integers the mean rounded once.
  /// - Throws: ``ImagePoolError``.
  public func planes<S: Sample>(
    of input: Input, as type: S.Type, name: Path? = nil
  ) throws(ImagePoolError) -> Planes<S> {
    let context = RunContext(name: Recipe.name(of: input, name))
    do throws(ImagePoolError) { return try RecipeRun(self, context).planes(of: input, as: type) } catch {
      throw error.of(context.name?.description)
    }
  }

  /// The pooled rows of an input, upright, for sinks of one's own: a max in the input's element type, an average as float32
  /// or float64.
  ///
  /// An upright picture flows: reading a row decodes what it needs, and reading throws ``ImagePoolError``. Of any other
  /// orientation, and with premultiplied alpha, the pooled picture is held.
  ///
  /// - Throws: ``ImagePoolError``.
  public func open(_ input: Input, name: Path? = nil) throws(ImagePoolError) -> any RowSource {
    let context = RunContext(name: Recipe.name(of: input, name))
    do throws(ImagePoolError) { return try RecipeRun(self, context).source(input) } catch {
      throw error.of(context.name?.description)
    }
  }

  /// What each layer does to the shape of an input, checked as a run would; no pixel is decoded.
  ///
  /// - Throws: ``ImagePoolError``.
  public func shapes(of input: Input, name: Path? = nil) throws(ImagePoolError) -> [LayerShape] {
    let context = RunContext(name: Recipe.name(of: input, name))
    do throws(ImagePoolError) { return try RecipeRun(self, context).shapes(of: input) } catch {
      throw error.of(context.name?.description)
    }
  }

  /// The size of the result for an input, from its header.
  func outputSize(of input: Input, name: Path?) throws(ImagePoolError) -> Size {
    // Shapes are there for every layer, and a recipe without layers is refused.
    try shapes(of: input, name: name).last?.output ?? Size(height: 0, width: 0)
  }

  static func name(of input: Input, _ name: Path?) -> Path? {
    if let name { return name }
    if case .file(let path) = input { return path }
    return nil
  }
}
