import FeatureMaps
import Foundation
import PoolingEngine
import TestSupport
import Testing

/// Several poolings in a row.
@Suite struct ChainTests {
  private let program: Program
  private let planes = Pictures.planes(channels: 3, size: Size(height: 37, width: 45))
  private let layers = [
    Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1))), Pooling(.average, over: .sliding(2)),
    Pooling(.min, over: .sliding(2, stride: 1)),
  ]
  private let words = [
    "--layer", "max kernel=3 stride=2 padding=1", "--layer", "average kernel=2", "--layer",
    "min kernel=2 stride=1",
  ]

  init() throws {
    program = try Program()
    try program.write(try Pictures.encoded(planes), "in.png")
  }

  private func tensor(_ name: String) throws -> Tensor {
    try NPY.read(.bytes(try program.read(name))).tensor
  }

  private func pooled() throws -> Planes<Float> {
    let first = try layers[0](planes, as: UInt8.self)
    return try layers[2](try layers[1](first, as: Float.self), as: Float.self)
  }

  @Test func equalsTheLayersOneByOne() throws {
    let result = try program.run(
      ["pool"] + words + ["in.png", "-o", "out.png", "--dump", "npy", "--indices"])
    #expect(result.status == 0, "\(result.error)")
    let want = try pooled()
    #expect(try tensor("out.npy") == Tensor(want))
    let rounded = want.samples.map { UInt8($0.rounded(.toNearestOrEven)) }
    #expect(
      try Pictures.decoded(try program.read("out.png")).tensor
        == Tensor(try Planes(channels: 3, size: want.size, rounded)), "rounded once, at the end")
    let before = try layers[1](try layers[0](planes, as: UInt8.self), as: Float.self)
    #expect(try tensor("out.indices.npy") == Tensor(try layers[2].withIndices(before).indices))
  }

  @Test func layersComeFromAFileToo() throws {
    let texts = [
      #"[{"op": "max", "kernel": 3, "stride": [2, 2], "padding": 1}, {"op": "average", "kernel": 2},"#
        + #"{"op": "min", "kernel": 2, "stride": 1}]"#,
      #"{"layers": [{"op": "max", "kernel": [3, 3], "stride": 2, "padding": [1, 1, 1, 1], "ceil_mode": false},"#
        + #"{"op": "average", "kernel": 2, "count_include_pad": false}, {"op": "min", "kernel": 2, "stride": 1}]}"#,
    ]
    for text in texts {
      try program.write(Array(text.utf8), "layers.json")
      let result = try program.run(
        "pool", "--layers", "layers.json", "in.png", "-o", "out.npy", "--overwrite")
      #expect(result.status == 0, "\(result.error)")
      #expect(try tensor("out.npy") == Tensor(try pooled()))
    }
  }

  @Test(arguments: 1...8)
  func turnedPicturesArePooledUpright(_ tag: Int) throws {
    let stored = planes
    try program.write(try Pictures.encoded(stored), "plain.png")
    let upright = stored.turnedUpright(tag)
    // A JPEG's own samples are not exact, so the orientation is put into a PNG's eXIf chunk.
    try program.write(Pictures.tagged(png: try Pictures.encoded(stored), tag), "turned.png")
    try program.write(try Pictures.encoded(upright), "upright.png")
    for (name, output) in [("turned.png", "a.npy"), ("upright.png", "b.npy")] {
      let result = try program.run(["pool"] + words + [name, "-o", output])
      #expect(result.status == 0, "\(result.error)")
    }
    #expect(try tensor("a.npy") == tensor("b.npy"))
  }

  @Test func aDryRunTellsShapesAndWritesNothing() throws {
    let before = try program.files()
    let result = try program.run(["pool"] + words + ["in.png", "-o", "new/", "--dry-run"])
    #expect(result.status == 0)
    #expect(
      result.outputText == """
        layer  operator  dialect  input        output       type
        1      max       torch    3 x 37 x 45  3 x 19 x 23  uint8
        2      average   torch    3 x 19 x 23  3 x 9 x 11   float32
        3      min       torch    3 x 9 x 11   3 x 8 x 10   float32

        """)
    #expect(try program.files() == before)
    let json = try program.run(["pool"] + words + ["in.png", "--dry-run", "--json"]).objects()
    let shapes = try #require(json.first?["layers"] as? [[String: Any]])
    #expect(shapes.count == 3 && shapes[2]["output_height"] as? Int == 8)
    #expect(shapes[1]["output_type"] as? String == "float32")
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let reason: String
    let words: [String]
    let message: String
    var status: Int32 = 64
    var testDescription: String { reason }
  }

  static let bad: [Bad] = [
    Bad(
      reason: "an unknown key", words: ["--layer", "max kernel=2 foo=1"], message: "Unknown option '--foo'"),
    Bad(reason: "no operator first", words: ["--layer", "kernel=2"], message: "begins with no operator"),
    Bad(reason: "an empty layer", words: ["--layer", ""], message: "begins with no operator"),
    Bad(reason: "a bad value", words: ["--layer", "max kernel=two"], message: "'two' is not a whole number"),
    Bad(
      reason: "both ways", words: ["--op", "max", "--kernel", "2", "--layer", "max kernel=2"],
      message: "--op is one layer by itself"),
    Bad(
      reason: "an option beside the layers", words: ["--layer", "max kernel=2", "--stride", "2"],
      message: "--stride belongs into a layer"),
    Bad(reason: "neither", words: [], message: "say which pooling: --op OPERATOR"),
    Bad(
      reason: "no such file", words: ["--layers", "none.json"],
      message: "none.json: cannot be read: No such file"),
    Bad(reason: "no JSON", words: ["--layers", "in.png"], message: "in.png: "),
    Bad(
      reason: "a later layer that finds no window",
      words: ["--layer", "max kernel=30", "--layer", "max kernel=3"],
      message: "in.png: layer 2, max: no vertical window fits", status: 1),
    Bad(
      reason: "attention later",
      words: [
        "--layer", "max kernel=2", "--layer", "attention kernel=2", "--logits", "in.png",
      ], message: "--logits belongs to attention"),
    Bad(
      reason: "indices of an average",
      words: ["--layer", "max kernel=2", "--layer", "average kernel=2", "--indices"],
      message: "--op average has no --indices"),
  ]

  @Test(arguments: bad)
  func refusals(_ c: Bad) throws {
    let before = try program.files()
    let result = try program.run(["pool"] + c.words + ["in.png", "-o", "out.npy"])
    #expect(result.status == c.status)
    #expect(result.error.contains(c.message), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1, "\(result.error)")
    #expect(try program.files() == before)
  }

  @Test func layersThatAreNoLayersAreRefused() throws {
    for (text, message) in [
      ("[]", "holds no layers"), ("{}", "holds no layers"), ("[1]", "layer 1 is no object with an \"op\""),
      (#"[{"kernel": 2}]"#, "layer 1 is no object with an \"op\""),
      (#"[{"op": "max", "kernel": null}]"#, "\"kernel\" is no number, text, list or truth value"),
      (#"[{"op": "max", "kernel": [[2]]}]"#, "\"kernel\" is no list of numbers"),
      (#"[{"op": "max", "kernel": 2}, {"op": "max", "size": 2}]"#, "layer 2: Unknown option '--size'"),
    ] {
      try program.write(Array(text.utf8), "layers.json")
      let result = try program.run("pool", "--layers", "layers.json", "in.png", "-o", "out.npy")
      #expect(result.status == 64 && result.error.contains(message), "\(text): \(result.error)")
    }
  }
}
