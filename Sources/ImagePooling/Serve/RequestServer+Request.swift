internal import Synchronization

extension RequestServer {
  /// A request at work. Belongs to the thread that answers it.
  public final class Request {
    /// The words of a command line, after the program's name.
    public let arguments: [Path]
    let id: [UInt8]
    private let input: [UInt8]?
    private let inputLoan: MemoryBudget.Loan?
    private let budget: MemoryBudget
    private let streams: Streams
    private let resultLoan = RunContext.LoanKeeper()
    private var usesInput = false

    init(
      id: [UInt8], arguments: [Path], input: [UInt8]?, loan: MemoryBudget.Loan?, budget: MemoryBudget,
      streams: Streams
    ) {
      self.id = id
      self.arguments = arguments
      self.input = input
      self.budget = budget
      self.streams = streams
      inputLoan = loan
    }

    /// What the operand `-` stands for: the bytes that came with the request.
    ///
    /// - Throws: ``Refusal`` if none came.
    public func inlineInput() throws(Refusal) -> Input {
      guard let input else {
        throw Refusal(
          .badRequest, "the operand - is bytes behind the request's line, and there is no \"input_length\"")
      }
      usesInput = true
      return .bytes(input)
    }

    /// An input by its name, or the one that came with the request.
    public func input(_ name: Path) throws(Refusal) -> Input {
      name == "-" ? try inlineInput() : .file(name)
    }

    /// - Throws: ``Refusal`` if bytes came with the request and nothing took them.
    public func checkInput() throws(Refusal) {
      if input != nil, !usesInput {
        throw Refusal(.badRequest, "\"input_length\" is given, and no operand is -")
      }
    }

    /// Names that the request reaches through a file, such as a list of layers, rather than in its own words.
    ///
    /// - Throws: ``Refusal`` if one leads to the streams, or to a pipe, a socket or a device.
    public func check(_ words: [Path]) throws(Refusal) { try streams.check(words) }

    /// Plans outputs as ``OutputPlan`` does.
    ///
    /// - Throws: ``OutputPlan/Refusal``; ``Refusal`` for an output whose name, made for it, leads to a stream, pipe or device.
    public func plan(_ request: OutputPlan.Request) throws -> OutputPlan {
      var request = request
      (request.standardInput, request.standardOutput) = (streams.input, streams.output)
      let plan = try OutputPlan(request)
      for item in plan.items {
        if case .file(let name, _) = item.output { try streams.check(name) }
        for dump in item.dumps {
          guard case .file(let name, _) = dump.output else { continue }
          guard dump.content == .heatmap else {
            try streams.check(name)
            continue
          }
          // Of heat maps that are there already, the first that is missing is the end.
          var channel = 0
          while case let map = name.appending(Dump.suffix(of: .heatmap, channel: channel)),
            SystemCalls.exists(map)
          {
            try streams.check(map)
            channel += 1
          }
        }
      }
      return plan
    }

    /// Runs planned items, one after the other: standard input is what came with the request, standard output goes with the
    /// reply.
    public func run(_ plan: OutputPlan, _ recipe: Recipe) throws -> Reply {
      var items = plan.items
      for index in items.indices {
        if items[index].input == .descriptor(0) { items[index].input = try inlineInput() }
        if items[index].output == .descriptor(1) { items[index].output = .memory }
      }
      try checkInput()
      // A directory of many files is not read for each of many requests.
      try plan.makeDirectory(removesAbandoned: false)
      return reply(items, recipe)
    }

    private func reply(_ items: [Batch.Item], _ recipe: Recipe) -> Reply {
      var reply = Reply(reports: [], failures: false)
      for item in items {
        let start = ContinuousClock.now
        var context = RunContext(name: Recipe.name(of: item.input, item.name), budget: budget)
        if item.output == .memory { context.keeper = resultLoan }
        do throws(ImagePoolError) {
          var report = try recipe.runBlocking(
            item.input, to: item.output, as: item.encoding, dumps: item.dumps, context: context)
          reply.output = report.bytes
          report.bytes = nil
          reply.reports.append(report.json)
        } catch {
          reply.status = 1
          let seconds = (ContinuousClock.now - start) / .seconds(1)
          reply.reports.append(Report.json(of: error, input: item.name, seconds: seconds))
        }
      }
      return reply
    }

    /// Makes one thumbnail into the reply.
    ///
    /// - Parameter format: nil: the input's own.
    /// - Throws: ``OutputPlan/Refusal``, ``Refusal``.
    public func thumbnail(
      of name: Path, _ recipe: Recipe, format: String?, options: EncodingOptions
    ) throws -> Reply {
      let input = try input(name)
      try checkInput()
      let chosen: String
      do throws(ImagePoolError) {
        chosen = if let format { format } else { try OutputNaming.contentFormat(of: input) }
      } catch {
        if error == OutputNaming.pipe { throw OutputPlan.Refusal("\(error.of(name.description))") }
        return Reply(reports: [Report.json(of: error, input: name)], failures: true)
      }
      let encoding = options.encoding(chosen) ?? .sameAsInput
      return reply([Batch.Item(input, name: name, to: .memory, as: encoding)], recipe)
    }

    /// Runs a batch of files into a directory, within the memory of all requests.
    ///
    /// - Throws: ``OutputPlan/Refusal``, ``Refusal``.
    public func run(_ batch: LargeBatch) throws -> Reply {
      try checkInput()
      var batch = batch
      batch.jobs = 1
      batch.sharedBudget = budget
      let outcomes = Outcomes()
      _ = try batch.run { outcome, _ in outcomes.append(outcome) }
      return outcomes.reply
    }
  }
}

/// What is told of a batch's inputs, as they end.
private final class Outcomes: Sendable {
  private let outcomes = Mutex<[LargeBatch.Outcome]>([])

  func append(_ outcome: LargeBatch.Outcome) { outcomes.withLock { $0.append(outcome) } }

  var reply: RequestServer.Reply {
    let all = outcomes.withLock { $0 }
    let hasFailed = all.contains { if case .failed = $0.result { true } else { false } }
    return RequestServer.Reply(reports: all.map(\.json), failures: hasFailed)
  }
}
