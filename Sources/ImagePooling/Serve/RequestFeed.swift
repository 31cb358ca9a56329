internal import Synchronization

/// Hands out the requests of a stream, one to whoever is free.
final class RequestFeed: @unchecked Sendable {
  // Unchecked: what changes is touched under `mutex` only.

  /// What a job gets.
  enum Piece {
    case request(RequestServer.Request)
    /// Something that is no request, or one too many; `number` counts them all.
    case refused(id: [UInt8]?, number: Int, RequestServer.Refusal)
  }

  private let mutex = Mutex(())
  private let server: RequestServer
  private let reader: RequestReader
  private let streams: RequestServer.Streams
  /// What runs hold, and what comes with requests. Two of them: if one were enough for both, requests that hold their inputs could
  /// wait for each other.
  private let budget, inputBudget: MemoryBudget
  private var number = 0
  private var hasEnded = false
  private(set) var isCutShort = false
  private(set) var failure: ImagePoolError?

  init(_ server: RequestServer, _ streams: (input: Int32, output: Int32), _ writer: ReplyWriter) {
    self.server = server
    self.streams = RequestServer.Streams(streams.input, streams.output)
    reader = RequestReader(streams.input) {
      if SystemCalls.waitToRead(streams.input, whileRead: streams.output) { return true }
      writer.lose()
      return false
    }
    inputBudget = MemoryBudget(total: server.largestInput)
    budget = MemoryBudget(total: server.memory - server.largestInput)
  }

  /// The next piece, as soon as it is there; nil at the end.
  func next() -> Piece? {
    mutex.withLock { _ in
      guard !hasEnded else { return nil }
      do throws(SystemCalls.Failure) {
        return try read()
      } catch {
        hasEnded = true
        failure = ImagePoolError(.unreadable, "cannot read standard input: \(error.text)")
        return nil
      }
    }
  }

  private func read() throws(SystemCalls.Failure) -> Piece? {
    let text: [UInt8]
    switch try reader.line() {
    case .text(let line): text = line
    case .tooLong:
      number += 1
      return .refused(
        id: nil, number: number,
        RequestServer.Refusal(
          .limit,
          "the line has more than the \(RequestReader.longestLine) bytes that are allowed; it was passed over"
        ))
    case .end(let count):
      hasEnded = true
      guard count > 0 else { return nil }
      number += 1
      return cut(nil, "the input ended in the middle of a line; a request ends in a line break")
    }
    number += 1
    let line = RequestLine(text)
    let length = line.inputLength ?? 0
    do throws(RequestServer.Refusal) {
      let words = try line.content.get()
      guard length <= server.largestInput else {
        throw RequestServer.Refusal(
          .limit,
          "\"input_length\" is \(length), and \(server.largestInput) are allowed; name a file, or allow more with --memory"
        )
      }
      try streams.check(words)
      return try piece(line, words, length)
    } catch {
      // The stream stays in step: what belongs to the request goes with it.
      if try !reader.skip(length) { (hasEnded, isCutShort) = (true, true) }
      return .refused(id: line.id, number: number, error)
    }
  }

  private func piece(
    _ line: RequestLine, _ words: [Path], _ length: Int
  ) throws(RequestServer.Refusal) -> Piece {
    let loan = length > 0 ? inputBudget.borrow(length) : nil
    let input: [UInt8]
    do throws(SystemCalls.Failure) {
      input = try reader.bytes(length)
    } catch {
      (hasEnded, failure) = (true, ImagePoolError(.unreadable, "cannot read standard input: \(error.text)"))
      return cut(line.id, "the input could not be read: \(error.text)")
    }
    guard input.count == length else {
      return cut(
        line.id, "the input ended \(length - input.count) bytes before the end of a request's \(length)")
    }
    return .request(
      RequestServer.Request(
        id: line.id ?? [], arguments: words, input: line.inputLength == nil ? nil : input, loan: loan,
        budget: budget, streams: streams))
  }

  private func cut(_ id: [UInt8]?, _ message: String) -> Piece {
    (hasEnded, isCutShort) = (true, true)
    return .refused(id: id, number: number, RequestServer.Refusal(.truncated, message))
  }
}
