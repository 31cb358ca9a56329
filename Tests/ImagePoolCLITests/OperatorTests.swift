import FeatureMaps
import Foundation
import PoolingEngine
import TestSupport
import Testing

/// Every operator through the program gives what the library gives.
@Suite struct OperatorTests {
  private let program: Program
  private let map: Planes<Float>

  init() throws {
    program = try Program()
    var random = SeededRandom(seed: 5)
    map = Planes<Float>.random(.noise, channels: 2, size: Size(height: 12, width: 14), using: &random)
    try program.write(try Pictures.npy(map), "map.npy")
  }

  private func tensor(_ name: String) throws -> Tensor {
    try NPY.read(.bytes(try program.read(name))).tensor
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let words: String
    let layer: Pooling
    var testDescription: String { words }

    init(_ words: String, _ layer: Pooling) { (self.words, self.layer) = (words, layer) }
  }

  static let cases: [Case] = [
    Case("--op min --kernel 3 --stride 2", Pooling(.min, over: .sliding(3, stride: 2))),
    Case("--op sum --kernel 2,3", Pooling(.sum, over: .sliding(Pair(2, 3)))),
    Case("--op median --kernel 3 --stride 1", Pooling(.median, over: .sliding(3, stride: 1))),
    Case("--op lp --kernel 2", Pooling(.lp(2), over: .sliding(2))),
    Case("--op lp --norm inf --kernel 2", Pooling(.lp(.infinity), over: .sliding(2))),
    Case("--op lp --norm -inf --kernel 2", Pooling(.lp(-.infinity), over: .sliding(2))),
    Case(
      "--op lp --norm 3 --kernel 3 --padding 1 --dialect onnx",
      Pooling(.lp(3), over: .sliding(3, padding: .all(1)), dialect: .onnx)),
    Case(
      "--op soft --temperature 0.5 --kernel 3 --stride 2 --ceil-mode",
      Pooling(.soft(temperature: 0.5), over: .sliding(3, stride: 2, ceilMode: true))),
    Case("--op adaptive-min --output-size 5", Pooling(.min, over: .adaptive(Size(height: 5, width: 5)))),
    Case(
      "--op adaptive-soft --output-size 5,3", Pooling(.soft(), over: .adaptive(Size(height: 5, width: 3)))),
    Case("--op global-lp --norm 4", Pooling(.lp(4), over: .global)),
    Case("--op global-median", Pooling(.median, over: .global)),
    Case(
      "--op fractional-max --kernel 2 --output-size 5,6 --seed 9",
      Pooling(.max, over: .fractional(2, output: Size(height: 5, width: 6), samples: .seed(9)))),
    Case(
      "--op fractional-max --kernel 2 --output-size 5,6 --samples 0.5,0.25,0,0.75",
      Pooling(
        .max,
        over: .fractional(
          2, output: Size(height: 5, width: 6),
          samples: .given([.init(width: 0.5, height: 0.25), .init(width: 0, height: 0.75)])))),
    Case(
      "--op fractional-max --dialect tensorflow --row-boundaries 0,3,12 --column-boundaries 0,7,9,14 --overlapping",
      Pooling(
        .max, over: .boundaries(rows: [0, 3, 12], columns: [0, 7, 9, 14], overlapping: true),
        dialect: .tensorflow)),
    Case(
      "--op fractional-average --dialect tensorflow --output-size 5 --seed 4 --pseudo-random",
      Pooling(
        .average, over: .fractional(output: Size(height: 5, width: 5), pseudoRandom: true, seed: 4),
        dialect: .tensorflow)),
    Case(
      "--op sum --kernel 5 --padding whole --padding-mode constant --padding-value 2",
      Pooling(.sum, over: .sliding(5, padding: .whole, border: .constant(2)))),
  ]

  @Test(arguments: cases)
  func programEqualsLibrary(_ c: Case) throws {
    let words = ["pool"] + c.words.split(separator: " ").map(String.init) + ["map.npy", "-o", "out.npy"]
    let result = try program.run(words)
    #expect(result.status == 0, "\(result.error)")
    #expect(try tensor("out.npy") == Tensor(try c.layer(map, as: Float.self)))
  }

  @Test func attentionTakesLogitsOfOnePlaneOrOfAll() throws {
    for channels in [1, 2] {
      var random = SeededRandom(seed: 6)
      let logits = Planes<Float>.random(.noise, channels: channels, size: map.size, using: &random)
      try program.write(try Pictures.npy(logits), "logits.npy")
      let result = try program.run(
        "pool", "--op", "attention", "--kernel", "2", "--logits", "logits.npy", "map.npy", "-o", "out.npy",
        "--overwrite")
      #expect(result.status == 0, "\(result.error)")
      let want = try Pooling(.attention(), over: .sliding(2))(map, logits: logits, as: Float.self)
      #expect(try tensor("out.npy") == Tensor(want))
    }
  }

  @Test func realNumbersBecomePicturesByOneRounding() throws {
    let planes = Pictures.planes(channels: 3, size: Size(height: 24, width: 32))
    try program.write(try Pictures.encoded(planes), "in.png")
    for (words, layer) in [
      ("--op soft --temperature 20 --kernel 2", Pooling(.soft(temperature: 20), over: .sliding(2))),
      ("--op median --kernel 3 --stride 1", Pooling(.median, over: .sliding(3, stride: 1))),
      (
        "--op adaptive-median --output-size 5,7", Pooling(.median, over: .adaptive(Size(height: 5, width: 7)))
      ),
    ] {
      let result = try program.run(
        ["pool"] + words.split(separator: " ").map(String.init) + ["in.png", "-o", "out.png", "--overwrite"])
      #expect(result.status == 0, "\(result.error)")
      let want = try layer(planes, as: UInt8.self)
      #expect(try Pictures.decoded(try program.read("out.png")).tensor == Tensor(want), "\(words)")
    }
  }

  @Test func sixteenBitsBecomeEightFromTheExactValue() throws {
    let planes = Planes<UInt16>(channels: 1, size: Size(height: 16, width: 16), repeating: 40_000)
    try program.write(try Pictures.encoded(planes), "in.png")
    for words in [
      "--op median --kernel 2", "--op soft --kernel 2", "--op min --kernel 2", "--op lp --norm 1 --kernel 1",
      "--layer max=x",
    ].dropLast() + ["--layer max~kernel=2 --layer average~kernel=2"] {
      let arguments = words.split(separator: " ").map { $0.split(separator: "~").joined(separator: " ") }
      let result = try program.run(["pool"] + arguments + ["in.png", "-o", "out.jpg", "--overwrite"])
      #expect(result.status == 0, "\(words): \(result.error)")
      let levels = try Pictures.decoded(try program.read("out.jpg")).tensor.planes(as: UInt8.self)?.samples
      // 40000 / 257 = 155.6
      #expect(levels?.allSatisfy { $0 == 156 } == true, "\(words)")
    }
  }

  @Test(
    "Indices in every layout",
    arguments: [
      ("plane", IndexLayout.plane), ("nhwc", .nhwc), ("nhwc-batch", .nhwcBatch), ("nchw-batch", .nchwBatch),
      ("nchw-batch-column-major", .nchwBatchColumnMajor),
    ])
  func indexLayouts(_ name: String, _ layout: IndexLayout) throws {
    var random = SeededRandom(seed: 8)
    let batch = Planes<Float>.random(.noise, channels: 6, size: Size(height: 6, width: 8), using: &random)
    try program.write(try Pictures.npy(batch, leadingAxes: [2, 3]), "batch.npy")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "--indices", "--index-layout", name, "batch.npy", "-o",
      "out.npy")
    #expect(result.status == 0, "\(result.error)")
    let indices = try tensor("out.indices.npy")
    #expect(indices.shape == [2, 3, 3, 4])
    let plain = try Pooling(.max, over: .sliding(2)).withIndices(batch).indices
    let want = plain.samples.enumerated().map { number, index in
      layout.index(
        plane: index, batch: number / 12 / 3, channel: number / 12 % 3, channels: 3, size: batch.size)
    }
    #expect(indices.planes(as: Int64.self)?.samples == want)
  }

  @Test func everyExampleOfTheHelpRuns() throws {
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 96, width: 128))), "p.png")
    #expect(try program.run("pool", "--op", "max", "--kernel", "1", "p.png", "-o", "photo.jpg").status == 0)
    var random = SeededRandom(seed: 7)
    let square = Planes<Float>.random(.noise, channels: 1, size: Size(height: 8, width: 8), using: &random)
    try program.write(try Pictures.npy(square), "map.npy")
    try program.write(try Pictures.npy(square), "logits.npy")
    let text = try program.run("help", "operators").outputText
    #expect(try program.run("operators").outputText.split(separator: "\n").allSatisfy { text.contains($0) })
    // Long lines are wrapped in the help, so the examples are taken from the list.
    let lines = try program.run("operators").outputText.split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.hasPrefix("imagepool ") }
    #expect(lines.count > 20)
    for line in lines {
      let result = try program.shell(
        "\"$imagepool\" " + line.dropFirst("imagepool ".count)
          + (line.contains(" -o -") ? "" : " --overwrite"))
      #expect(result.status == 0, "\(line): \(result.error)")
    }
  }
}
