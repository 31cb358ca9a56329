import Foundation
import Synchronization
import Testing

@testable import ImagePooling

/// The server of requests by itself, between two pipes, with answers of the test's.
@Suite struct RequestServerTests {
  private let requests: (reading: Int32, writing: Int32)
  private let replies: (reading: Int32, writing: Int32)

  init() throws {
    signal(SIGPIPE, SIG_IGN)
    requests = try SystemCalls.makePipe()
    replies = try SystemCalls.makePipe()
  }

  /// Serves what `write` writes; the lines that came back, without the first, and the end.
  private func serve(
    jobs: Int = 2, _ answer: @escaping @Sendable (RequestServer.Request) -> RequestServer.Reply,
    write: @escaping @Sendable (Int32) throws -> Void
  ) throws -> (lines: [String], end: RequestServer.End) {
    let (input, output) = (requests, replies)
    let server = RequestServer(commands: ["test"], jobs: jobs, memory: 1 << 24)
    let writer = Thread {
      try? write(input.writing)
      try? SystemCalls.closeDescriptor(input.writing)
    }
    let end = Mutex<RequestServer.End?>(nil)
    let serving = Thread {
      let result = server.run(
        input: input.reading, output: output.writing, whenLost: { _ in }, answer: answer)
      end.withLock { $0 = result }
      try? SystemCalls.closeDescriptor(output.writing)
    }
    var bytes: [UInt8] = []
    while case let some = try SystemCalls.readSome(output.reading, upTo: 1 << 16), !some.isEmpty {
      bytes += some
    }
    serving?.join()
    writer?.join()
    for descriptor in [input.reading, output.reading] { try? SystemCalls.closeDescriptor(descriptor) }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return (Array(lines.dropFirst()), try #require(end.withLock { $0 }))
  }

  /// Says what came with a request.
  private static func echo(_ request: RequestServer.Request) -> RequestServer.Reply {
    let words = request.arguments.map(\.text).joined(separator: " ")
    guard case .bytes(let bytes)? = try? request.inlineInput() else {
      return RequestServer.Reply(reports: ["\"\(words)\""], failures: false)
    }
    return RequestServer.Reply(reports: ["\"\(words)\"", "\(bytes)"], failures: false)
  }

  static let stream = Array(
    "{\"id\":1,\"arguments\":[\"a\"]}\n{\"id\":2,\"arguments\":[\"b\",\"c\"],\"input_length\":5}\n\n{\"\u{0}\n{\"id\":3,\"arguments\":[\"d\"]}\n"
      .utf8)

  /// Wherever the bytes are cut into two reads, the requests are the same.
  @Test(arguments: Array(stride(from: 1, to: stream.count, by: 3))) func cuts(place: Int) throws {
    let reading = requests.reading
    let (lines, end) = try serve(jobs: 1, Self.echo) { descriptor in
      try SystemCalls.writeBytes(descriptor, Self.stream[..<place])
      // Until the server has taken them.
      var waiting: Int32 = 1
      while ioctl(reading, UInt(FIONREAD), &waiting) == 0, waiting > 0 { usleep(1000) }
      try SystemCalls.writeBytes(descriptor, Self.stream[place...])
    }
    #expect(end == .done)
    #expect(
      lines == [
        #"{"id":1,"status":0,"error":null,"reports":["a"]}"#,
        #"{"id":2,"status":0,"error":null,"reports":["b c",[10, 123, 34, 0, 10]]}"#,
        #"{"id":3,"status":0,"error":null,"reports":["d"]}"#,
      ])
  }

  @Test(arguments: [1, 2, 5]) func noMoreThanTheJobsAreAtWork(jobs: Int) throws {
    let atWork = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let (lines, end) = try serve(
      jobs: jobs,
      { request in
        most.max(atWork.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
        usleep(2000)
        atWork.subtract(1, ordering: .relaxed)
        return Self.echo(request)
      },
      write: { descriptor in
        for number in 0..<100 {
          try SystemCalls.writeBytes(descriptor, Array("{\"id\":\(number),\"arguments\":[\"x\"]}\n".utf8))
        }
      })
    #expect(end == .done)
    #expect(Set(lines).count == 100 && lines.count == 100)
    #expect((1...jobs).contains(most.load(ordering: .relaxed)))
  }

  @Test func aSlowRequestHoldsUpNobody() throws {
    let answered = Atomic<Int>(0)
    let (lines, end) = try serve(
      jobs: 2,
      { request in
        // The first waits until the last is being answered, and for no longer than a minute.
        for _ in 0..<6000 where request.id == [UInt8(ascii: "1")] && answered.load(ordering: .relaxed) < 19 {
          usleep(10_000)
        }
        answered.add(1, ordering: .relaxed)
        return Self.echo(request)
      },
      write: { descriptor in
        for number in 1...20 {
          try SystemCalls.writeBytes(descriptor, Array("{\"id\":\(number),\"arguments\":[\"x\"]}\n".utf8))
        }
      })
    #expect(end == .done)
    #expect(lines.count == 20)
    #expect(
      lines.prefix(18).map { String($0.prefix { $0 != "," }) } == (2...19).map { "{\"id\":\($0)" },
      "the other job takes them in turn")
  }

  @Test func ends() throws {
    let (lines, end) = try serve(Self.echo) { try SystemCalls.writeBytes($0, Array("{\"id\":1".utf8)) }
    #expect(end == .cutShort)
    #expect(lines.count == 1 && lines[0].contains("\"truncated\""))
  }

  @Test func aReaderThatGoesAwayEndsTheServer() throws {
    let (input, output) = (requests, replies)
    try SystemCalls.closeDescriptor(output.reading)
    let lost = Atomic<Int>(0)
    // The input stays open.
    let end = RequestServer(commands: [], jobs: 3, memory: 1 << 24).run(
      input: input.reading, output: output.writing,
      whenLost: { error in if error.readerWentAway { lost.add(1, ordering: .relaxed) } }, answer: Self.echo)
    guard case .failed(let error) = end else {
      Issue.record("\(end)")
      return
    }
    #expect(error.kind == .unwritable && error.readerWentAway)
    #expect(lost.load(ordering: .relaxed) == 1, "said once")
    for descriptor in [input.reading, input.writing, output.writing] {
      try SystemCalls.closeDescriptor(descriptor)
    }
  }
}
