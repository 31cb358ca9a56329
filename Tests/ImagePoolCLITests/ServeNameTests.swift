import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Names that no request may open: other ways to the streams of requests and replies, and what would hold a job for ever.
@Suite struct ServeNameTests {
  private static let pool = ["pool", "--op", "max", "--kernel", "4"]

  private func program() throws -> Program {
    let program = try Program()
    try program.write(
      Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 12, width: 12))), "a.png")
    _ = try program.shell(
      """
      ln -s /dev/stdout out-link; ln -s out-link out-link2; ln -s /dev/stdin in-link; ln -s /dev/null null-link
      mkfifo pipe; ln -s pipe pipe-link; mkdir d; mkfifo d/a.png d/a.npy d/a.heatmap-1.png; touch d/a.heatmap-0.png
      """)
    try program.write(Array(Self.list(of: "pipe").utf8), "pipe.json")
    try program.write(Array(Self.list(of: "in-link").utf8), "stream.json")
    return program
  }

  /// A list of layers with a file in it.
  private static func list(of name: String) -> String {
    #"[{"op": "fractional-max", "kernel": 2, "output-size": 3, "samples": "\#(name)"}]"#
  }

  private static let stream = "the stream of requests or replies"

  /// Ways to descriptors 0 and 1 beside the names that everybody knows; those of Linux only where there is `/proc`.
  static let ways: [String] =
    [
      "out-link", "out-link2", "in-link", "./in-link", "null-link", "//dev/stdout", "/dev/./stdout",
      "/dev/../dev/stdin",
    ]
    + (FileManager.default.fileExists(atPath: "/proc/self/fd")
      ? [
        "/proc/thread-self/fd/1", "/proc/self/../self/fd/1", "/proc/self/task/../fd/1", "/proc/self//fd/0",
        "/proc/thread-self/fd/0", "//dev/null",
      ] : [])

  @Test func waysToTheStreams() throws {
    let program = try program()
    let before = try program.files()
    let client = try ServeClient(["--jobs", "2"], in: program.folder)
    for (number, way) in Self.ways.enumerated() {
      try client.ask(4 * number, Self.pool + ["a.png", "-o", way, "--format", "png"])
      try client.ask(
        4 * number + 1, Self.pool + ["a.png", "--output=\(way)", "--format", "png", "--overwrite"])
      try client.ask(4 * number + 2, Self.pool + [way, "-o", "x.png"])
      try client.ask(4 * number + 3, ["info", way])
    }
    let replies = try client.replies(4 * Self.ways.count)
    for (number, reply) in replies {
      #expect(reply.status == 64 && reply.kind == "refused", "\(Self.ways[number / 4]): \(reply.line)")
      #expect(reply.message.contains(Self.stream), "\(reply.line)")
    }
    // The null device by its own name is a file like others.
    try client.ask(1000, Self.pool + ["a.png", "-o", "/dev/null", "--format", "png"])
    #expect(try client.reply().status == 0)
    client.end()
    #expect(client.wait().status == 0)
    #expect(client.isAtEnd())
    #expect(try program.files() == before)
  }

  /// Each would wait for somebody who never comes.
  static let waiting: [(words: [String], message: String, reason: String)] = [
    (["info", "pipe"], "pipe is a pipe, a socket or a device", "an input"),
    (["info", "pipe-link"], "pipe-link is a pipe", "a link to one"),
    (["info", "/dev/tty"], "/dev/tty is a pipe, a socket or a device", "a terminal"),
    (["info", "/dev/zero"], "/dev/zero is a pipe, a socket or a device", "what has no end"),
    (pool + ["pipe", "-o", "x.png"], "pipe is a pipe", "an input of pool"),
    (pool + ["a.png", "-o", "pipe", "--format", "png"], "pipe is a pipe", "an output"),
    (pool + ["a.png", "--output=pipe", "--format", "png"], "pipe is a pipe", "behind ="),
    (pool + ["a.png", "-o", "d/", "--overwrite"], "d/a.png is a pipe", "an output's made name"),
    (pool + ["a.png", "-o", "d/a.jpg", "--dump", "npy", "--overwrite"], "d/a.npy is a pipe", "a dump"),
    (
      pool + ["a.png", "-o", "d/a.jpg", "--dump", "heatmap", "--overwrite"], "d/a.heatmap-1.png is a pipe",
      "one of several maps"
    ),
    (["pool", "--layers", "pipe", "a.png", "-o", "-"], "pipe is a pipe", "a list of layers"),
    (["pool", "--layers", "pipe.json", "a.png", "-o", "-"], "pipe is a pipe", "a file that a list names"),
    (["pool", "--layers=pipe.json", "a.png", "-o", "-"], "pipe is a pipe", "the same behind ="),
    (["pool", "--layers", "stream.json", "a.png", "-o", "-"], stream, "a stream that a list names"),
    (
      ["pool", "--layer", "fractional-max kernel=2 output-size=3 samples=pipe", "a.png", "-o", "-"],
      "pipe is a pipe", "a layer's file"
    ),
    (
      ["pool", "--op", "attention", "--kernel", "2", "a.png", "--logits", "pipe", "-o", "-"],
      "pipe is a pipe",
      "an array beside"
    ),
    (["thumbnail", "--fit", "6", "pipe", "-o", "t"], "pipe is a pipe", "an input of thumbnail"),
    (["thumbnail", "--fit", "6", "pipe", "-o", "-"], "pipe is a pipe", "the same into the reply"),
  ]

  @Test func nothingWaitsForAPipe() throws {
    let program = try program()
    let before = try program.files()
    let client = try ServeClient(["--jobs", "1"], in: program.folder)
    for (number, line) in Self.waiting.enumerated() { try client.ask(number, line.words) }
    client.end()
    let replies = try client.replies(Self.waiting.count)
    for (number, line) in Self.waiting.enumerated() {
      let reply = try #require(replies[number])
      #expect(reply.status == 64 && reply.kind == "refused", "\(line.reason): \(reply.line)")
      #expect(reply.message.contains(line.message), "\(line.reason): \(reply.message)")
    }
    #expect(client.wait().status == 0, "the end of the input ends the server")
    #expect(try program.files() == before)
  }
}
