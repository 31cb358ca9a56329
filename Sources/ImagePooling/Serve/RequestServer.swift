internal import FeatureMaps

/// Answers requests that come as lines of JSON on a stream, several at a time; `docs/serve.md` has the protocol.
///
/// Each job takes a request off the stream when it is free, works on it, and writes the reply; so there are never more requests
/// in memory than jobs, and nothing is read while all of them work or wait for their replies to be read. One bad
/// request ends none of the others.
public struct RequestServer: Sendable {
  /// The number in the first line; another one when a program that speaks this protocol would misunderstand the next.
  public static let protocolNumber = 1

  /// Requests worked on at a time; at most a few per processor.
  public var jobs: Int
  /// Bytes that all of them may hold together, by the estimates from the headers; a quarter of it is for inputs that come
  /// with their requests.
  public var memory: Int
  /// The commands that are answered, for the first line.
  public var commands: [String]

  /// - Parameters:
  ///   - jobs: nil: as many as there are processors for this process.
  ///   - memory: nil: 60 % of what the control group, the address space limit or the machine leaves.
  public init(commands: [String], jobs: Int? = nil, memory: Int? = nil) {
    self.commands = commands
    self.jobs = Workers.count(jobs ?? Processors.count)
    self.memory = max(4, memory ?? MemoryLimit.remaining)
  }

  /// How serving ended.
  public enum End: Hashable, Sendable {
    /// The input ended behind a request, and all are answered.
    case done
    /// The input ended in the middle of a request; the others are answered.
    case cutShort
    /// The input could not be read, or replies could not be written.
    case failed(ImagePoolError)
  }

  /// What cannot be run at all.
  public struct Refusal: Error, Hashable, Sendable {
    public var kind: ImagePoolError.Kind
    /// One line, or one per fact.
    public var message: String

    public init(_ kind: ImagePoolError.Kind, _ message: String) {
      self.kind = kind
      self.message = message
    }

    var json: [UInt8] {
      JSONValue.object([
        JSONValue.Member("kind", .string(kind.rawValue)), JSONValue.Member("message", .string(message)),
      ]).encoded()
    }
  }

  /// The largest input that may come with a request.
  var largestInput: Int { memory / 4 }

  /// Answers requests until the input ends, and returns when all have their replies.
  ///
  /// Standard input and output are taken out of everybody else's hands if they are the streams: descriptors 0 and 1 are
  /// `/dev/null` afterwards, so that no request reads requests or writes into replies.
  ///
  /// - Parameters:
  ///   - input, output: open streams; not closed.
  ///   - whenLost: called once when replies cannot be written any more, while other jobs may still work or read: the time to end
  ///     the process. If it returns, jobs end with what they are at.
  ///   - answer: called on several threads at a time.
  public func run(
    input: Int32 = 0, output: Int32 = 1, whenLost: @escaping @Sendable (ImagePoolError) -> Void,
    answer: @escaping @Sendable (Request) -> Reply
  ) -> End {
    let streams: (input: Int32, output: Int32)
    do throws(SystemCalls.Failure) {
      streams = (try RequestServer.taken(input, 0), try RequestServer.taken(output, 1))
    } catch {
      return .failed(ImagePoolError(.unreadable, "the streams cannot be kept: \(error.text)"))
    }
    SystemCalls.returnLargeBlocks()
    let writer = ReplyWriter(streams.output, whenLost: whenLost)
    writer.write(greeting, [])
    let feed = RequestFeed(self, streams, writer)
    Interruption.withLastWords({ writer.close() }) {
      Workers.run(jobs: jobs) { _ in
        while let piece = feed.next() {
          switch piece {
          case .request(let request):
            let reply = answer(request)
            writer.write(reply.line(id: request.id), reply.output ?? [])
            // Input and result are held until the reply is written.
            withExtendedLifetime(request) {}
          case .refused(let id, let number, let refusal):
            writer.write(Reply(refusal).line(id: id, number: number), [])
          }
        }
      }
    }
    if let failure = writer.failure ?? feed.failure { return .failed(failure) }
    return feed.isCutShort ? .cutShort : .done
  }

  private static func taken(_ descriptor: Int32, _ standard: Int32) throws(SystemCalls.Failure) -> Int32 {
    descriptor == standard ? try SystemCalls.takeStandardStream(descriptor) : descriptor
  }

  /// The first line.
  private var greeting: [UInt8] {
    JSONValue.object([
      JSONValue.Member("ready", true), JSONValue.Member("protocol", JSONValue(Self.protocolNumber)),
      JSONValue.Member("imagepool", .string(Versions.imagepool)), JSONValue.Member("jobs", JSONValue(jobs)),
      JSONValue.Member("commands", .array(commands.map { .string($0) })),
      JSONValue.Member("memory", JSONValue(memory)),
      JSONValue.Member("max_input_length", JSONValue(largestInput)),
      JSONValue.Member("max_line_length", JSONValue(RequestReader.longestLine)),
      JSONValue.Member("max_arguments", JSONValue(RequestLine.mostArguments)),
    ]).encoded()
  }
}
