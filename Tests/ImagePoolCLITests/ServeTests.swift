import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// A request gives what the command line gives: the same files, bytes, reports, and words of refusal.
@Suite struct ServeTests {
  struct Line: CustomTestStringConvertible {
    let words: [String]
    let status: Int
    /// What stands for `-`.
    var input: String? = nil
    let reason: String
    var testDescription: String { words.joined(separator: " ") }
  }

  private static let pool = ["pool", "--op", "max", "--kernel", "4"]

  static let lines = [
    Line(words: pool + ["a.png", "-o", "x.png"], status: 0, reason: "a file"),
    Line(
      words: pool + ["a.png", "-o", "x.jpg", "--dump", "npy", "--dump", "heatmap", "--indices"], status: 0,
      reason: "all the files of one input"),
    Line(
      words: pool + ["a.png", "b.jpg", "-o", "out/"], status: 0, reason: "a report per input, in their order"),
    Line(words: pool + ["a.png", "-o", "-"], status: 0, reason: "a picture into the reply"),
    Line(
      words: pool + ["-", "-o", "-", "--format", "npy"], status: 0, input: "a.png",
      reason: "from and to bytes"),
    Line(
      words: pool + ["-", "-o", "-", "--dump", "csv"], status: 0, input: "b.jpg",
      reason: "stdin.csv beside it"),
    Line(words: pool + ["-", "-o", "x.png"], status: 0, input: "a.png", reason: "from bytes to a file"),
    Line(
      words: pool + ["--dry-run", "a.png", "missing.png"], status: 1, reason: "shapes are told, and failures"),
    Line(
      words: pool + ["--dump", "json", "a.png"], status: 0, reason: "dumps alone, in the working directory"),
    Line(
      words: [
        "pool", "--op", "average", "--kernel", "3", "--stride", "2", "--padding", "1", "m.npy", "-o", "-",
      ],
      status: 0, reason: "arrays"),
    Line(
      words: ["pool", "--layer", "max kernel=2", "--layer", "average kernel=2", "a.png", "-o", "-"],
      status: 0,
      reason: "layers"),
    Line(
      words: ["backward", "--op", "max", "--kernel", "2", "-", "-o", "-", "--format", "npy"], status: 0,
      input: "m.npy", reason: "gradients"),
    Line(
      words: ["unpool", "small.npy", "--indices", "small.indices.npy", "--kernel", "2", "-o", "-"], status: 0,
      reason: "unpooling"),
    Line(
      words: ["thumbnail", "--fit", "6", "b.jpg", "-o", "thumbs"], status: 0, reason: "a directory is made"),
    Line(
      words: [
        "thumbnail", "--fit", "6x5", "a.png", "-o", "thumbs", "--name", "{stem}-{width}", "--format", "jpeg",
      ],
      status: 0, reason: "names and formats"),
    Line(words: ["thumbnail", "--fit", "6", "cut.jpg", "-o", "thumbs"], status: 1, reason: "damage"),
    Line(words: ["thumbnail", "--fit", "6", "m.npy", "-o", "thumbs"], status: 1, reason: "no picture"),
    Line(words: ["info", "a.png", "m.npy"], status: 0, reason: "facts"),
    Line(words: ["info", "-"], status: 0, input: "b.jpg", reason: "facts of bytes"),
    Line(words: ["info", "missing.png", "a.png"], status: 1, reason: "the others are told"),
    Line(words: pool + ["missing.png", "-o", "x.png"], status: 1, reason: "unreadable"),
    Line(words: pool + ["text", "-o", "-"], status: 1, reason: "not_an_image"),
    Line(words: pool + ["cut.jpg", "-o", "x.png"], status: 1, reason: "truncated"),
    Line(words: pool + ["-", "-o", "-"], status: 1, input: "cut.jpg", reason: "truncated bytes give none"),
    Line(
      words: pool + ["--fail-on", "none", "cut.jpg", "-o", "-"], status: 0,
      reason: "a warning is in the report"),
    Line(words: pool + ["--max-pixels", "10", "a.png", "-o", "-"], status: 1, reason: "limit"),
    Line(words: pool + ["a.png", "-o", "x.png", "--kernel", "99"], status: 1, reason: "geometry"),
    Line(words: pool + ["a.png", "-o", "no/such/x.png"], status: 1, reason: "unwritable"),
    Line(words: pool + ["a.png", "b.jpg", "-o", "-"], status: 64, reason: "one result for one stream"),
    Line(words: pool + ["a.png", "-o", "b.jpg"], status: 64, reason: "what exists stays"),
    Line(words: pool + ["a.png", "-o", "a.png", "--overwrite"], status: 64, reason: "an input stays"),
    Line(words: pool + ["a.png"], status: 64, reason: "the line to type is the request's"),
    Line(
      words: pool + ["a.png", "-o", "x.png", "--no-such-option"], status: 64, reason: "the parser's words"),
    Line(words: pool + ["a.png", "-o="], status: 64, reason: "what the parser would misread"),
    Line(
      words: ["pool", "--op", "average", "--kernel", "0", "a.png", "-o", "x.png"], status: 64,
      reason: "a value"),
    Line(words: ["pool", "--op", "maximum", "a.png", "-o", "x.png"], status: 64, reason: "an operator"),
    Line(words: ["pool"], status: 64, reason: "nothing said"),
    Line(words: ["thumbnail", "a.png", "-o", "thumbs"], status: 64, reason: "no size"),
    Line(
      words: ["thumbnail", "--fit", "6", "a.png", "-o", "text"], status: 64, reason: "a file is no directory"),
    Line(words: ["no-such-command"], status: 64, reason: "no command"),
  ]

  /// A small map's maxima and their places, as `pool` writes them.
  private static let small = Result {
    let program = try Program()
    let map = try Planes<Float>(channels: 1, size: Size(height: 8, width: 6), (0..<48).map { Float($0 % 11) })
    try program.write(Pictures.npy(map), "m.npy")
    let made = try program.run(
      "pool", "m.npy", "-o", "small.npy", "--op", "max", "--kernel", "2", "--indices")
    #expect(made.status == 0, "\(made.error)")
    return try ["m.npy", "small.npy", "small.indices.npy"].map { ($0, try program.read($0)) }
  }

  /// A folder with everything that the lines name.
  private static func program() throws -> Program {
    let program = try Program()
    let picture = Pictures.planes(channels: 3, size: Size(height: 24, width: 20))
    try program.write(Pictures.encoded(picture), "a.png")
    let jpeg = try Pictures.encoded(picture, as: .jpeg())
    try program.write(jpeg, "b.jpg")
    try program.write(Array(jpeg.prefix(jpeg.count * 3 / 4)), "cut.jpg")
    try program.write(Array("no picture".utf8), "text")
    for (name, bytes) in try small.get() { try program.write(bytes, name) }
    return program
  }

  /// Reports without what differs between two runs.
  private static func lasting(_ reports: [[String: Any]]) -> [NSDictionary] {
    reports.map { report in
      report.filter { !$0.key.hasSuffix("seconds") && $0.key != "peak_memory_bytes" } as NSDictionary
    }
  }

  @Test func everyLineIsAnsweredAsTheCommandLineWould() throws {
    // Typed, typed with --json, and served, each in a folder of its own.
    for line in Self.lines {
      let (typed, reported, served) = (try Self.program(), try Self.program(), try Self.program())
      let bytes = try line.input.map { try typed.read($0) }
      let expected = try typed.run(line.words, input: bytes ?? [])
      #expect(expected.status == Int32(line.status), "\(line): \(expected.error)")
      let client = try ServeClient(["--jobs", "1"], in: served.folder)
      try client.ask(7, line.words, input: bytes)
      let reply = try client.reply()
      client.end()
      #expect(client.wait().status == 0)
      #expect(reply.number == 7 && reply.status == line.status, "\(line): \(reply.line)")
      #expect(try typed.files() == served.files(), "\(line.reason)")
      for file in try typed.files() {
        #expect(try typed.read(file) == served.read(file), "\(line): \(file)")
      }
      if line.status == 64 {
        #expect("imagepool: \(reply.message)\n" == expected.error, "\(line.reason)")
        #expect(reply.kind == "refused" && reply.reports.isEmpty)
        continue
      }
      #expect(reply.error == nil)
      let isInline = line.words.firstIndex(of: "-o").map { line.words[$0 + 1] == "-" } ?? false
      if isInline { #expect(reply.output == expected.output, "\(line)") }
      // With --json, the reports.
      let told = try reported.run([line.words[0], "--json"] + line.words.dropFirst(), input: bytes ?? [])
      let reports = try told.objects(of: isInline ? told.error : nil)
      #expect(Self.lasting(reply.reports) == Self.lasting(reports), "\(line): \(reply.line)")
      for report in reply.reports where report["status"] as? String == "failed" {
        let error = try #require(report["error"] as? [String: Any])
        let words = "imagepool: \(report["input"]!): \(error["message"]!); \(error["remedy"]!)\n"
        #expect(expected.error.contains(words), "\(line): \(expected.error)")
      }
    }
  }

  @Test func thumbnailsOfBytesAreThoseOfFiles() throws {
    let program = try Self.program()
    #expect(try program.run("thumbnail", "--fit", "6", "a.png", "b.jpg", "-o", "t").status == 0)
    let client = try ServeClient(in: program.folder)
    for (number, name) in ["a.png", "b.jpg"].enumerated() {
      try client.ask(2 * number, ["thumbnail", "--fit", "6", "-", "-o", "-"], input: program.read(name))
      try client.ask(2 * number + 1, ["thumbnail", "--fit", "6", name, "-o", "-"])
    }
    let replies = try client.replies(4)
    for number in 0..<4 {
      #expect(try replies[number]?.output == program.read(number < 2 ? "t/a.png" : "t/b.jpg"))
      #expect((replies[number]?.reports.first?["digest"] as? String)?.hasPrefix("sha256:") == true)
    }
  }

  struct Refusal: CustomTestStringConvertible {
    let words: [String]
    var input: [UInt8]? = nil
    var kind = "refused"
    let message: String
    var testDescription: String { words.joined(separator: " ") }
  }

  static let refusals = [
    Refusal(words: ["serve"], message: "a request has no command serve; there are thumbnail, pool, backward"),
    Refusal(words: ["verify"], message: "a request has no command verify"),
    Refusal(words: ["pool", "--help"], message: "help and versions are for the command line"),
    Refusal(words: ["--version"], message: "help and versions are for the command line"),
    Refusal(words: ["help", "pool"], message: "help and versions are for the command line"),
    Refusal(
      words: pool + ["-", "-o", "-"], kind: "bad_request",
      message: "the operand - is bytes behind the request's line, and there is no \"input_length\""),
    Refusal(
      words: ["info", "-"], kind: "bad_request",
      message: "the operand - is bytes behind the request's line, and there is no \"input_length\""),
    Refusal(
      words: pool + ["a.png", "-o", "-"], input: [1, 2, 10], kind: "bad_request",
      message: "\"input_length\" is given, and no operand is -"),
    Refusal(
      words: ["thumbnail", "--fit", "6", "a.png", "-o", "thumbs"], input: [1, 2, 10], kind: "bad_request",
      message: "\"input_length\" is given, and no operand is -"),
    Refusal(
      words: ["info", "a.png"], input: [1, 2, 10], kind: "bad_request",
      message: "\"input_length\" is given, and no operand is -"),
    Refusal(
      words: pool + ["-", "-", "-o", "out/", "--format", "png"], input: [1],
      message: "standard input (-) is named more than once"),
    Refusal(
      words: ["thumbnail", "--fit", "6", ".", "-o", "thumbs"], message: ". is a directory, and a request"),
    Refusal(
      words: ["thumbnail", "--fit", "6", "a.png", "b.jpg", "-o", "t"], message: "names 2 inputs; name one"),
    Refusal(words: ["thumbnail", "--fit", "6", "-o", "t"], message: "names 0 inputs; name one"),
    Refusal(
      words: ["thumbnail", "--fit", "6", "--from", "-", "-o", "t"], message: "--from belongs to a batch"),
    Refusal(
      words: ["thumbnail", "--fit", "6", "a.png", "-o", "t", "--manifest", "m"],
      message: "--manifest belongs to a batch"),
    Refusal(
      words: ["thumbnail", "--fit", "6", "a.png", "-o", "t", "--memory", "1M"],
      message: "--memory belongs to a batch"
    ),
    Refusal(
      words: ["thumbnail", "--fit", "6", "-", "-o", "t"], input: [1, 2, 3],
      message: "bytes that come with a request have no name"),
    Refusal(
      words: ["thumbnail", "--fit", "6", "a.png", "-o", "-", "--name", "x"],
      message: "--name and --update are of files"
    ),
    Refusal(
      words: pool + ["/dev/stdin", "-o", "x.png"], message: "/dev/stdin is the stream of requests or replies"),
    Refusal(
      words: pool + ["a.png", "-o", "/dev/stdout", "--format", "png"],
      message: "/dev/stdout is the stream of requests or replies"),
    Refusal(
      words: pool + ["a.png", "--output=/dev/fd/1", "--format", "png"],
      message: "/dev/fd/1 is the stream of requests or replies"),
  ]

  @Test func whatOnlyRequestsAreRefused() throws {
    let program = try Self.program()
    let before = try program.files()
    let client = try ServeClient(in: program.folder)
    for (number, refusal) in Self.refusals.enumerated() {
      try client.ask(number, refusal.words, input: refusal.input)
    }
    try client.ask(99, ["info", "a.png"])
    let replies = try client.replies(Self.refusals.count + 1)
    for (number, refusal) in Self.refusals.enumerated() {
      let reply = try #require(replies[number])
      #expect(reply.status == 64 && reply.kind == refusal.kind, "\(refusal): \(reply.line)")
      #expect(reply.message.contains(refusal.message), "\(refusal): \(reply.message)")
    }
    #expect(replies[99]?.status == 0, "the stream is in step")
    #expect(try program.files() == before, "nothing is written")
    client.end()
    #expect(client.wait().error.isEmpty)
  }

  @Test func noRequestReadsRequestsOrWritesIntoReplies() throws {
    let program = try Self.program()
    // Layers are read where the words are not looked at.
    try program.write(
      Array(#"[{"op": "fractional-max", "kernel": 2, "output-size": 3, "samples": "/dev/stdin"}]"#.utf8),
      "layers.json")
    let client = try ServeClient(["--jobs", "2"], in: program.folder)
    let own = "/proc/\(client.process.processIdentifier)/fd"
    let streams = try FileManager.default.contentsOfDirectory(atPath: own).filter { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: own + "/" + name))?.hasPrefix("pipe:")
        == true
    }
    #expect(streams.count == 2, "the program's own two")
    for (number, name) in streams.enumerated() {
      try client.ask(number, Self.pool + ["\(own)/\(name)", "-o", "-"])
    }
    try client.ask(10, ["pool", "--layers", "layers.json", "a.png", "-o", "-"])
    try client.ask(11, ["info", "a.png"])
    let replies = try client.replies(streams.count + 2)
    for number in streams.indices {
      #expect(replies[number]?.message.contains("is the stream of requests or replies") == true)
    }
    #expect(replies[10]?.status == 64, "there was nothing to read: \(replies[10]?.line ?? "")")
    #expect(replies[11]?.status == 0)
  }

  /// Words are parsed once, and names exchanged in what they were parsed to: each line here could be taken for one before it.
  static let likeLines: [[String]] = [
    ["pool", "--op", "max", "--kernel", "2", "2", "-o", "x/3.png"],
    ["pool", "--op", "max", "--kernel", "2", "a.png", "-o", "x/1.png"],
    ["pool", "--op", "max", "--kernel", "2", "b.jpg", "-o", "x/2.png"],
    ["pool", "--op", "max", "--kernel", "4", "2", "-o", "x/4.png"],
    ["pool", "--op", "max", "--kernel", "2", "help", "-o", "x/5.png"],
    ["pool", "--op", "max", "--kernel", "2", "pool", "-o", "x/6.png"],
    ["pool", "--op", "min", "--kernel", "2", "a.png", "-o", "x/7.png"],
    ["pool", "--op", "max", "--kernel", "2", "--", "-a.png", "-o"],
    ["pool", "--op", "max", "--kernel", "2", "-a.png", "-o", "x/8.png"],
    ["pool", "--op", "max", "--kernel", "2", "./-a.png", "-o", "x/9.png"],
    ["pool", "a.png", "b.jpg", "--op", "max", "--kernel", "2", "-o", "y"],
    ["pool", "b.jpg", "a.png", "--op", "max", "--kernel", "2", "-o", "z"],
    ["pool", "a.png", "a.png", "--op", "max", "--kernel", "2", "-o", "z"],
    ["pool", "--op", "max", "--kernel", "2", "a.png", "--output=x/10.png"],
    ["pool", "--op", "max", "--kernel", "2", "b.jpg", "--output=x/11.png"],
    ["pool", "--op", "max", "--kernel", "2", "", "-o", "x/12.png"],
    ["pool", "--op", "max", "--kernel", "2", "a.png", "-o", ""],
    ["pool", "--op", "max", "--kernel", "2", "a.png", "-o", "x/13.csv", "--name", "n"],
    ["pool", "--op", "attention", "--kernel", "2", "m.npy", "--logits", "m.npy", "-o", "x/14.npy"],
    ["pool", "--op", "attention", "--kernel", "2", "a.png", "--logits", "m.npy", "-o", "x/15.npy"],
    ["unpool", "small.npy", "--indices", "small.indices.npy", "--kernel", "2", "-o", "x/16.npy"],
    ["unpool", "m.npy", "--indices", "small.indices.npy", "--kernel", "2", "-o", "x/17.npy"],
    ["thumbnail", "--fit", "5", "a.png", "-o", "v"], ["thumbnail", "--fit", "5", "b.jpg", "-o", "w"],
    ["thumbnail", "--fit", "6", "2", "-o", "w"], ["thumbnail", "--fit", "2", "2", "-o", "v"],
    ["info", "a.png"], ["info", "2"], ["info", "a.png", "2"], ["info", "-"],
  ]

  @Test func linesThatAreAlikeAreNotTakenForOneAnother() throws {
    let (typed, served) = (try Self.program(), try Self.program())
    for program in [typed, served] {
      _ = try program.shell("mkdir x y z; cp a.png 2; cp a.png help; cp b.jpg pool; cp b.jpg ./-a.png")
    }
    let client = try ServeClient(["--jobs", "1"], in: served.folder)
    for (number, words) in Self.likeLines.enumerated() {
      let expected = try typed.run(words)
      try client.ask(number, words)
      let reply = try client.reply()
      if words == ["info", "-"] { continue }
      #expect(Int32(reply.status ?? -1) == expected.status, "\(words): \(reply.line), \(expected.error)")
      if expected.status == 64 { #expect("imagepool: \(reply.message)\n" == expected.error, "\(words)") }
    }
    #expect(try typed.files() == served.files())
    for file in try typed.files() { #expect(try typed.read(file) == served.read(file), "\(file)") }
  }

  @Test func namesThatAreNotUTF8() throws {
    let program = try Self.program()
    _ = try program.shell("cp a.png $'caf\\xe9.png'")
    let client = try ServeClient(in: program.folder)
    client.send(
      #"{"id":1,"arguments":["pool","--op","max","--kernel","4",{"base64":"Y2Fm6S5wbmc="},"-o","-"]}"# + "\n")
    let reply = try client.reply()
    #expect(reply.status == 0, "\(reply.line)")
    #expect(reply.reports.first?["input"] as? String == "caf\u{FFFD}.png")
    #expect(reply.reports.first?["input_bytes"] as? String == "Y2Fm6S5wbmc=")
  }
}
