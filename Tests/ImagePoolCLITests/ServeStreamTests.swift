import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import Synchronization
import TestSupport
import Testing

/// Several requests at a time, clients that do not read or go away, ends in the middle, and signals.
@Suite struct ServeStreamTests {
  private let program: Program
  private let picture: [UInt8]
  private static let pool = ["pool", "--op", "max", "--kernel", "4"]

  init() throws {
    program = try Program()
    picture = try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 40, width: 40)))
    try program.write(picture, "a.png")
  }

  /// Words of a request that takes minutes, so that whoever waits for it to be at work can end it.
  private func longRequest() throws -> [String] {
    let numbers = (0..<1_440_000).map { Double($0 &* 7919 % 10007) }
    try program.write(
      Pictures.npy(Planes<Double>(channels: 1, size: Size(height: 1200, width: 1200), numbers)), "long.npy")
    return ["pool", "--op", "median", "--kernel", "201", "--stride", "1", "long.npy", "-o", "x.npy"]
  }

  @Test func theEndOfTheInputWaitsForEverybody() throws {
    let client = try ServeClient(["--jobs", "3"], in: program.folder)
    for number in 0..<30 {
      try client.ask(number, Self.pool + ["-", "-o", "\(number).png"], input: picture)
    }
    client.end()
    let replies = try client.replies(30)
    #expect(replies.values.allSatisfy { $0.status == 0 })
    let end = client.wait()
    #expect(end.status == 0 && end.error.isEmpty)
    #expect(client.isAtEnd())
    let expected = try program.read("0.png")
    for number in 0..<30 { #expect(try program.read("\(number).png") == expected) }
  }

  @Test func nobodyIsOverrun() throws {
    let count = 500
    let map = try Pictures.npy(Planes<UInt8>(channels: 1, size: Size(height: 100, width: 1000), repeating: 7))
    let client = try ServeClient(["--jobs", "2"], in: program.folder)
    let words = ["pool", "--op", "max", "--kernel", "1", "-", "-o", "-", "--format", "npy"]
    let sent = Mutex(0)
    let requests = try (0..<count).map { try ServeClient.request($0, words, input: map) }
    let writer = Writer(client)
    Thread.detachNewThread {
      for request in requests {
        writer.client.send(request)
        sent.withLock { $0 += 1 }
      }
    }
    // Nobody reads: what the program takes comes to rest.
    var last = -1
    while case let now = sent.withLock({ $0 }), now != last || now == 0 {
      last = now
      sleep(2)
    }
    #expect(last < 20, "two at work, and what pipes hold")
    if ServeClient.knowsResidentMemory, !isAddressSanitized {
      let held = try client.residentMemory()
      #expect(held < 60 << 10, "\(held) kB are held")
    }
    let replies = try client.replies(count)
    #expect(replies.count == count)
    #expect(replies.values.allSatisfy { $0.status == 0 && $0.output == map })
  }

  /// Sends from another thread while this one reads.
  private final class Writer: @unchecked Sendable {
    // Unchecked: the two ends of a client have nothing in common.
    let client: ServeClient
    init(_ client: ServeClient) { self.client = client }
  }

  @Test func largeRequestsShareTheMemory() throws {
    // Each holds 6 MB of samples and as much of a result; half of what all of them would take is no peak.
    let planes = Planes<Float>(channels: 1, size: Size(height: 1000, width: 1500), repeating: 0.25)
    let most = 60_000_000
    try program.write(Pictures.npy(planes), "large.npy")
    let client = try ServeClient(["--jobs", "10", "--memory", "26M"], in: program.folder)
    for number in 0..<10 {
      try client.ask(number, ["pool", "--op", "max", "--kernel", "1", "large.npy", "-o", "\(number).npy"])
    }
    let replies = try client.replies(10)
    #expect(replies.values.allSatisfy { $0.status == 0 }, "\(replies.values.map(\.line))")
    if !isAddressSanitized {
      let peak = replies.values.compactMap { $0.reports.first?["peak_memory_bytes"] as? Int }.max() ?? .max
      #expect(peak < most, "\(peak)")
    }
    // Results that nobody reads keep their part of it.
    for number in 10..<20 {
      try client.ask(number, ["pool", "--op", "max", "--kernel", "1", "large.npy", "-o", "-"])
    }
    if ServeClient.knowsResidentMemory {
      var (last, repetitions) = (-1, 0)
      while repetitions < 4 {
        let now = try client.residentMemory()
        repetitions = now == last ? repetitions + 1 : 0
        last = now
        sleep(2)
      }
    }
    let held = try client.replies(10)
    #expect(held.values.allSatisfy { $0.status == 0 && $0.output.count > 6_000_000 })
    if !isAddressSanitized {
      let peak = held.values.compactMap { $0.reports.first?["peak_memory_bytes"] as? Int }.max() ?? .max
      #expect(peak < most, "\(peak)")
    }
    // What alone needs more is refused, with the option to use.
    let small = try ServeClient(["--memory", "8M"], in: program.folder)
    try small.ask(1, ["pool", "--op", "max", "--kernel", "1", "large.npy", "-o", "x.npy"])
    let reply = try small.reply()
    let error = try #require(reply.reports.first?["error"] as? [String: Any])
    #expect(error["kind"] as? String == "limit")
    #expect((error["remedy"] as? String)?.contains("--memory") == true, "\(reply.line)")
  }

  @Test func theInputEndsInTheMiddleOfALine() throws {
    let client = try ServeClient(in: program.folder)
    try client.ask(1, Self.pool + ["a.png", "-o", "1.png"])
    client.send(#"{"id":2,"arguments":["pool","--op","max","--kernel","4","a.png","-o","2.png"]}"#)
    client.end()
    let replies = [try client.reply(), try client.reply()].sorted { ($0.number ?? 9) < ($1.number ?? 9) }
    #expect(replies[0].status == 0)
    #expect(replies[1].kind == "truncated" && replies[1].number == nil, "\(replies[1].line)")
    #expect(replies[1].message.contains("a request ends in a line break"))
    let end = client.wait()
    #expect(end.status == 1)
    #expect(end.error == "imagepool: standard input ended in the middle of a request\n")
    #expect(try program.files() == ["1.png", "a.png"])
  }

  @Test(arguments: [0, 1, 100, 5000]) func theInputEndsInTheMiddleOfBytes(missing: Int) throws {
    let client = try ServeClient(in: program.folder)
    let bytes = picture + [UInt8](repeating: 0, count: 5000)
    let request = try ServeClient.request(2, Self.pool + ["-", "-o", "2.png"], input: bytes)
    client.send(Array(request.dropLast(missing)))
    client.end()
    let reply = try client.reply()
    #expect(reply.number == 2)
    let end = client.wait()
    if missing == 0 {
      #expect(reply.status == 0 && end.status == 0)
      return
    }
    #expect(reply.kind == "truncated", "\(reply.line)")
    #expect(reply.message == "the input ended \(missing) bytes before the end of a request's \(bytes.count)")
    #expect(end.status == 1)
    #expect(try program.files() == ["a.png"], "a picture that was there in full is not taken either")
  }

  @Test func theInputEndsInBytesThatAreNotWanted() throws {
    let client = try ServeClient(in: program.folder)
    client.send(#"{"id":2,"arguments":[],"input_length":1000}"# + "\nabc")
    client.end()
    #expect(try client.reply().kind == "bad_request")
    #expect(client.wait().status == 1)
  }

  /// How a client goes away, and in the middle of what.
  static let departures: [(sends: String, closesInput: Bool, reason: String)] = [
    ("", false, "between requests, while others hold the input open"),
    (#"{"id":1,"argu"#, false, "in a line"), (#"{"id":1,"argu"#, true, "in a line, killed"),
    (
      "{\"id\":1,\"arguments\":[\"pool\",\"--op\",\"max\",\"--kernel\",\"4\",\"-\",\"-o\",\"x.png\"],\"input_length\":99}\n..",
      true, "in bytes, killed"
    ),
    ("{\"id\":1,\"arguments\":[\"info\",\"a.png\"]}\n", false, "before a reply"),
    ("", true, "during a request"),
  ]

  @Test(arguments: departures.indices) func clientsThatGoAway(place: Int) throws {
    let (sends, closesInput, reason) = Self.departures[place]
    let client = try ServeClient(["--jobs", "2"], in: program.folder)
    client.send(sends)
    if reason == "during a request" {
      try client.ask(1, longRequest())
      for _ in 0..<1000 where try program.files().filter({ $0.hasSuffix(".tmp") }).isEmpty { usleep(20_000) }
    }
    client.stopReading()
    if closesInput { client.end() }
    let end = client.wait()
    #expect(end.status == 1 && end.error.isEmpty, "\(reason): \(end)")
    #expect(try program.files().filter { $0 != "long.npy" } == ["a.png"], "\(reason)")
  }

  @Test(arguments: [(SIGTERM, 143), (SIGINT, 130)])
  func signals(signal: Int32, status: Int) throws {
    let client = try ServeClient(["--jobs", "2"], in: program.folder)
    try client.ask(1, longRequest())
    try client.ask(2, Self.pool + ["a.png", "-o", "2.png"])
    #expect(try client.reply().number == 2)
    for _ in 0..<1000 where try program.files().filter({ $0.hasSuffix(".tmp") }).isEmpty { usleep(20_000) }
    #expect(try program.files().contains { $0.hasSuffix(".tmp") }, "it is at work")
    kill(client.process.processIdentifier, signal)
    let end = client.wait()
    #expect(end.status == Int32(status) && end.error.isEmpty)
    #expect(client.isAtEnd(), "nothing is said of what is dropped")
    #expect(try program.files().filter { $0 != "long.npy" } == ["2.png", "a.png"])
  }

  static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

  @Test(.enabled(if: hasFullDevice)) func streamsThatCannotBeUsed() throws {
    let full = try program.shell(
      #"echo '{"id":1,"arguments":["info","a.png"]}' | "$imagepool" serve > /dev/full"#)
    #expect(full.status == 1)
    #expect(full.error == "imagepool: cannot write to standard output: No space left on device\n")
    let closed = try program.shell(#""$imagepool" serve <&-"#)
    #expect(closed.status == 1)
    #expect(closed.error == "imagepool: cannot read standard input: Bad file descriptor\n")
    let folder = try program.shell(#""$imagepool" serve < ."#)
    #expect(folder.status == 1)
    #expect(folder.error == "imagepool: cannot read standard input: Is a directory\n")
  }

  @Test func requestsFromAFile() throws {
    try program.write(
      try ServeClient.request(1, Self.pool + ["-", "-o", "-"], input: picture)
        + ServeClient.request(2, Self.pool + ["a.png", "-o", "replies", "--format", "png", "--overwrite"]),
      "requests")
    let result = try program.shell(#""$imagepool" serve --jobs 1 < requests > replies"#)
    #expect(result.status == 0 && result.error.isEmpty)
    let replies = String(decoding: try program.read("replies"), as: UTF8.self)
    #expect(replies.contains("replies is the stream of requests or replies"), "no output takes its place")
  }

  /// `make serve-soak` asks a hundred thousand times.
  @Test(.enabled(if: ServeClient.knowsResidentMemory && !isAddressSanitized)) func memoryStaysFlat() throws {
    let client = try ServeClient(["--jobs", "2"], in: program.folder)
    var resident: [Int] = []
    for round in 0..<4 {
      for number in 0..<400 {
        let id = round * 1000 + number
        switch number % 4 {
        case 0: try client.ask(id, ["info", "a.png"])
        case 1: client.send("garbage \(id)\n")
        case 2: try client.ask(id, Self.pool + ["missing.png", "-o", "-"])
        default: try client.ask(id, Self.pool + ["-", "-o", "-"], input: picture)
        }
        let reply = try client.reply()
        #expect(reply.status == [0, 64, 1, 0][number % 4])
      }
      resident.append(try client.residentMemory())
    }
    #expect(resident[3] - resident[0] < 2 << 10, "kB after each 400 requests: \(resident)")
  }
}
