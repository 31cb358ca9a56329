import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Lines, ids and bytes between lines: what is no request is answered and passed over.
@Suite struct ServeFramingTests {
  private let program: Program
  private static let pool = ["pool", "--op", "max", "--kernel", "1"]

  init() throws {
    program = try Program()
    try program.write(
      Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 12, width: 12))), "a.png")
  }

  @Test func theFirstLine() throws {
    let client = try ServeClient(["--jobs", "3", "--memory", "64M"], in: program.folder)
    #expect(client.ready["ready"] as? Bool == true)
    #expect(client.ready["protocol"] as? Int == 1)
    #expect(client.ready["jobs"] as? Int == 3)
    #expect(client.ready["memory"] as? Int == 64 << 20)
    #expect(client.ready["max_input_length"] as? Int == 16 << 20)
    #expect(client.ready["max_line_length"] as? Int == 1 << 20)
    #expect(client.ready["max_arguments"] as? Int == 4096)
    #expect(client.ready["commands"] as? [String] == ["thumbnail", "pool", "backward", "unpool", "info"])
    client.end()
    let end = client.wait()
    #expect(end.status == 0 && end.error.isEmpty, "no request is no failure")
    #expect(client.isAtEnd())
  }

  /// A line that is no request, the id that comes back, and what is said.
  static let garbage: [(line: String, id: String, kind: String, message: String)] = [
    ("nonsense", "null", "bad_request", "the line is no request: JSON: an unknown word at byte 0"),
    ("{", "null", "bad_request", "a name is missing"),
    (#"{"id": 1, "arguments": ["info"]"#, "null", "bad_request", "a comma or } is missing"),
    (#"{"id": 1, "arguments": ["info"]} {}"#, "null", "bad_request", "something follows the value"),
    ("[1, 2]", "null", "bad_request", "the line is JSON, but no object"),
    ("\"text\"", "null", "bad_request", "the line is JSON, but no object"),
    ("{}", "null", "bad_request", "\"id\" is missing"),
    (#"{"arguments": ["info", "a.png"]}"#, "null", "bad_request", "\"id\" is missing"),
    (#"{"id": 1}"#, "1", "bad_request", "\"arguments\" is missing"),
    (
      #"{"id": null, "arguments": ["info"]}"#, "null", "bad_request",
      "\"id\" is neither a string nor a number"
    ),
    (
      #"{"id": [1], "arguments": ["info"]}"#, "null", "bad_request", "\"id\" is neither a string nor a number"
    ),
    (#"{"id": 1, "id": 2, "arguments": ["info"]}"#, "null", "bad_request", "the name \"id\" stands twice"),
    (
      #"{"id": 1, "args": ["info"]}"#, "1", "bad_request",
      "there is no field \"args\"; there are arguments, id, input_length"
    ),
    (#"{"id": 1, "arguments": "info a.png"}"#, "1", "bad_request", "\"arguments\" is no array"),
    (#"{"id": 1, "arguments": []}"#, "1", "bad_request", "\"arguments\" is empty"),
    (
      #"{"id": 1, "arguments": ["info", 5]}"#, "1", "bad_request",
      "word 2 of \"arguments\" is neither a string"
    ),
    (
      #"{"id": 1, "arguments": ["info", {"base64": "?"}]}"#, "1", "bad_request",
      "word 2 of \"arguments\" is neither"
    ),
    (
      #"{"id": 1, "arguments": ["info", "a\u0000b"]}"#, "1", "bad_request",
      "word 2 of \"arguments\" has a zero byte"
    ),
    (
      #"{"id": 1, "input_length": -1, "arguments": ["info", "-"]}"#, "1", "bad_request",
      "\"input_length\" is no whole number"
    ),
    (
      #"{"id": 1, "input_length": 1.5, "arguments": ["info", "-"]}"#, "1", "bad_request",
      "\"input_length\" is no whole number"
    ),
    (
      #"{"id": 1, "input_length": "4", "arguments": ["info", "-"]}"#, "1", "bad_request",
      "\"input_length\" is no whole number"
    ),
    (#"{"id": 1e999, "arguments": ["info"]}"#, "null", "bad_request", "a number beyond float64"),
    (
      #"{"id": 1, "arguments": ["# + String(repeating: #""a","#, count: 4096) + #""a"]}"#, "1", "limit",
      "\"arguments\" has 4097 words, and 4096 are allowed"
    ),
    (
      String(repeating: "[", count: 500_000), "null", "bad_request", "nesting deeper than 64"
    ),
    (
      #"{"id": 1, "arguments": "# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        + "}", "null",
      "bad_request", "nesting deeper than 64"
    ),
    (String(repeating: "x", count: 1 << 20 + 1), "null", "limit", "the line has more than the 1048576 bytes"),
  ]

  @Test func linesThatAreNoRequests() throws {
    let client = try ServeClient(["--jobs", "1"], in: program.folder)
    for (number, (line, id, kind, message)) in Self.garbage.enumerated() {
      client.send(line + "\n")
      let reply = try client.reply()
      #expect(reply.line.hasPrefix("{\"id\":\(id),"), "\(line.prefix(100)): \(reply.line)")
      #expect(reply.status == 64 && reply.kind == kind && reply.reports.isEmpty, "\(reply.line)")
      #expect(reply.message.contains(message), "\(line.prefix(100)): \(reply.message)")
      if id == "null" { #expect(reply.fields["number"] as? Int == number + 1) }
    }
    for (bytes, message) in [
      ([UInt8]([0x22, 0xFF, 0xFE, 0x22]), "a string that is not UTF-8"),
      ([0xFF, 0xD8, 0xFF, 0xE0], "no value"),
      ([0], "no value"),
    ] {
      client.send(bytes + [10])
      #expect(try client.reply().message.contains(message))
    }
    try client.ask(5, ["info", "a.png"])
    #expect(try client.reply().status == 0, "it goes on")
    client.end()
    let end = client.wait()
    #expect(end.status == 0 && end.error.isEmpty, "bad requests are no failure of the server")
  }

  @Test func blankLinesAreNothing() throws {
    let client = try ServeClient(in: program.folder)
    client.send("\n  \r\n\t\n{\"id\":1,\"arguments\":[\"info\",\"a.png\"]}\r\n\n")
    #expect(try client.reply().status == 0)
    client.end()
    #expect(client.wait().status == 0)
    #expect(client.isAtEnd())
  }

  @Test(arguments: [
    "0", "-0", "1.50", "1e3", "12345678901234567890123", #""""#, #""a\u0062/\/é""#, #""1""#,
    "\"" + String(repeating: "x", count: 5000) + "\"",
  ]) func idsComeBackAsTheyWereSent(id: String) throws {
    let client = try ServeClient(in: program.folder)
    for words in [#"["info","a.png"]"#, #"["no-such-command"]"#, "7"] {
      client.send("{\"arguments\":\(words),\"id\": \(id) }\n")
      #expect(try client.reply().line.hasPrefix("{\"id\":\(id),\"status\":"))
    }
  }

  /// Arrays whose bytes are what lines are made of.
  @Test func bytesAreNotLines() throws {
    let client = try ServeClient(in: program.folder)
    let awkward: [UInt8] = [0, 10, 13, 34, 123, 125, 92, 255, 0xC3, 0x28]
    var maps: [[UInt8]] = []
    for number in 0..<12 {
      let size = Size(height: 10, width: number * number * 50 + 10)
      let samples = (0..<size.height * size.width).map { awkward[($0 + number) % awkward.count] }
      maps.append(try Pictures.npy(try Planes<UInt8>(channels: 1, size: size, samples)))
    }
    for (number, map) in maps.enumerated() {
      try client.ask(number, Self.pool + ["-", "-o", "-", "--format", "npy"], input: map)
      let reply = try client.reply()
      #expect(reply.status == 0 && reply.number == number, "\(reply.line)")
      #expect(reply.output == map, "a kernel of 1 gives the array again")
    }
  }

  @Test func bytesOfARefusedRequestAreItsOwn() throws {
    let client = try ServeClient(["--memory", "4M"], in: program.folder)
    let tricky = Array(#"{"id":66,"arguments":["info","a.png"]}"#.utf8 + [10])
    for (line, kind) in [
      (#"{"id":1,"arguments":["info","a.png"],"input_length":\#(tricky.count)}"#, "bad_request"),
      (#"{"id":1,"arguments":["no-such-command"],"input_length":\#(tricky.count)}"#, "refused"),
      (#"{"id":1,"arguments":[],"input_length":\#(tricky.count)}"#, "bad_request"),
      (#"{"id":1,"arguments":["info","-"],"more":1,"input_length":\#(tricky.count)}"#, "bad_request"),
      (#"{"id":1,"arguments":["info","/dev/stdin"],"input_length":\#(tricky.count)}"#, "refused"),
    ] {
      client.send(Array(line.utf8) + [10] + tricky)
      #expect(try client.reply().kind == kind, "\(line)")
    }
    // Larger than what is allowed, by one byte and by far.
    for count in [(1 << 20) + 1, 5 << 20] {
      client.send("{\"id\":1,\"arguments\":[\"info\",\"-\"],\"input_length\":\(count)}\n")
      client.send(Array(repeating: 10, count: count))
      let reply = try client.reply()
      #expect(reply.kind == "limit")
      #expect(
        reply.message.hasPrefix("\"input_length\" is \(count), and 1048576 are allowed"), "\(reply.message)")
    }
    try client.ask(2, ["info", "a.png"])
    #expect(try client.reply().number == 2, "in step, and nothing of the bytes was taken for a request")
  }

  @Test func aLineOf64MegabytesIsPassedOver() throws {
    let client = try ServeClient(["--jobs", "2"], in: program.folder)
    try client.ask(1, ["info", "a.png"])
    #expect(try client.reply().status == 0)
    let before = ServeClient.knowsResidentMemory ? try client.residentMemory() : 0
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    for _ in 0..<64 { client.send(piece) }
    client.send("\n")
    let reply = try client.reply()
    #expect(reply.kind == "limit" && reply.line.hasPrefix("{\"id\":null,\"number\":2,"), "\(reply.line)")
    try client.ask(2, ["info", "a.png"])
    #expect(try client.reply().status == 0)
    if ServeClient.knowsResidentMemory, !isAddressSanitized {
      let grown = try client.residentMemory() - before
      #expect(grown < 8 << 10, "\(grown) kB more are held")
    }
  }
}
