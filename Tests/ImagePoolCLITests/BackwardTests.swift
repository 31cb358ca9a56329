import FeatureMaps
import Foundation
import PoolingEngine
import TestSupport
import Testing

/// Gradients and unpooling through the program.
@Suite struct BackwardTests {
  private let program: Program

  init() throws { program = try Program() }

  private func tensor(_ name: String) throws -> Tensor {
    try NPY.read(.bytes(try program.read(name))).tensor
  }

  @Test func onesTellHowMuchEachPixelCounts() throws {
    // 3 × 3 windows at stride 2 over 5 × 5: the middle row and column are in two of them.
    let size = Size(height: 5, width: 5)
    try program.write(try Pictures.encoded(Planes<UInt8>(channels: 1, size: size, repeating: 9)), "in.png")
    let result = try program.run(
      "backward", "--op", "sum", "--kernel", "3", "--stride", "2", "in.png", "-o", "out.npy")
    #expect(result.status == 0, "\(result.error)")
    let row: [Float] = [1, 1, 2, 1, 1]
    let want = row.flatMap { v in row.map { $0 * v } }
    #expect(try tensor("out.npy") == Tensor(try Planes(channels: 1, size: size, want)))
  }

  @Test func upstreamGoesToTheFirstOfEqualMaxima() throws {
    let map = try Planes<Float>(channels: 1, size: Size(height: 2, width: 4), [1, 3, 3, 0, 3, 2, 5, 5])
    let upstream = try Planes<Float>(channels: 1, size: Size(height: 1, width: 2), [10, 20])
    try program.write(try Pictures.npy(map), "map.npy")
    try program.write(try Pictures.npy(upstream), "up.npy")
    let result = try program.run(
      "backward", "--op", "max", "--kernel", "2", "map.npy", "--upstream", "up.npy", "-o", "out.npy")
    #expect(result.status == 0, "\(result.error)")
    #expect(try tensor("out.npy").planes(as: Float.self)?.samples == [0, 10, 0, 0, 0, 0, 20, 0])
  }

  @Test func aChainHandsItsGradientBack() throws {
    var random = SeededRandom(seed: 3)
    let map = Planes<Double>.random(.noise, channels: 2, size: Size(height: 9, width: 11), using: &random)
    try program.write(try Pictures.npy(map), "map.npy")
    let result = try program.run(
      "backward", "--layer", "soft kernel=3 stride=1", "--layer", "max kernel=2", "map.npy", "-o", "out.npy")
    #expect(result.status == 0, "\(result.error)")
    let (soft, max) = (Pooling(.soft(), over: .sliding(3, stride: 1)), Pooling(.max, over: .sliding(2)))
    let middle = try soft(map, as: Double.self)
    let size = try max.geometry(of: middle.size).output
    let ones = Planes<Double>(channels: 2, size: size, repeating: 1)
    let want = try soft.gradient(of: map, upstream: try max.gradient(of: middle, upstream: ones))
    #expect(try tensor("out.npy") == Tensor(want))
  }

  @Test func attentionHasTwoGradients() throws {
    var random = SeededRandom(seed: 4)
    let map = Planes<Float>.random(.noise, channels: 2, size: Size(height: 6, width: 6), using: &random)
    let logits = Planes<Float>.random(.noise, channels: 1, size: map.size, using: &random)
    try program.write(try Pictures.npy(map), "map.npy")
    try program.write(try Pictures.npy(logits), "logits.npy")
    let layer = Pooling(.attention(), over: .sliding(2))
    let ones = Planes<Float>(channels: 2, size: Size(height: 3, width: 3), repeating: 1)
    let want = try layer.gradients(of: map, logits: logits, upstream: ones)
    for (target, gradient) in [("input", want.input), ("logits", want.logits)] {
      let result = try program.run(
        "backward", "--op", "attention", "--kernel", "2", "--logits", "logits.npy", "--of", target, "map.npy",
        "-o", "of-\(target).npy")
      #expect(result.status == 0, "\(result.error)")
      #expect(try tensor("of-\(target).npy") == Tensor(gradient))
    }
  }

  @Test func gradientsOfPicturesAreArraysHeatMapsOrRanges() throws {
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 12, width: 16))), "in.png")
    let dump = try program.run("backward", "--op", "max", "--kernel", "2", "in.png", "--dump", "heatmap")
    #expect(dump.status == 0, "\(dump.error)")
    #expect(program.exists("in.heatmap-2.png"))
    let plain = try program.run("backward", "--op", "max", "--kernel", "2", "in.png", "-o", "g.png")
    #expect(plain.status == 1 && plain.error.contains("--range MIN,MAX"), "\(plain.error)")
    let ranged = try program.run(
      "backward", "--op", "max", "--kernel", "2", "--range", "0,1", "in.png", "-o", "g.png")
    #expect(ranged.status == 0, "\(ranged.error)")
    let text = try program.run("backward", "--op", "max", "--kernel", "2", "in.png", "-o", "g.txt")
    #expect(text.status == 64 && text.error.contains("g.txt does not tell a format"), "\(text.error)")
    let folder = try program.run("backward", "--op", "max", "--kernel", "2", "in.png", "-o", "to/")
    #expect(folder.status == 0 && program.exists("to/in.npy"), "\(folder.error)")
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let words: String
    let message: String
    let status: Int32
    var testDescription: String { words }
  }

  static let bad: [Bad] = [
    Bad(words: "--op median --kernel 2", message: "no framework differentiates a median", status: 1),
    Bad(
      words: "--op max --kernel 2 --upstream none.npy", message: "none.npy: as upstream gradient", status: 1),
    Bad(words: "--op max --kernel 2 --upstream in.npy", message: "an upstream gradient of", status: 1),
    Bad(words: "--op max --kernel 2 --of logits", message: "there are no logits", status: 1),
    Bad(words: "--op average --kernel 2 --linear", message: "a gradient has no --linear", status: 64),
    Bad(words: "--op attention --kernel 2", message: "attention needs --logits", status: 64),
    Bad(
      words: "--op average --kernel 100000 --stride 1 --padding 49999 --padding-mode replicate",
      message: "allow more with --max-memory", status: 1),
    Bad(
      words: "--op max --kernel 100000 --stride 1 --padding 49999 --padding-mode constant",
      message: "allow more with --max-memory", status: 1),
    Bad(words: "--op adaptive-max --output-size 16000", message: "allow more with --max-memory", status: 1),
    Bad(words: "--op max --kernel 50", message: "no vertical window fits", status: 1),
  ]

  @Test(arguments: bad)
  func refusals(_ c: Bad) throws {
    let map = Planes<Float>(channels: 1, size: Size(height: 6, width: 6), repeating: 1)
    try program.write(try Pictures.npy(map), "in.npy")
    let before = try program.files()
    let result = try program.run(
      ["backward"] + c.words.split(separator: " ").map(String.init) + ["in.npy", "-o", "out.npy"])
    #expect(result.status == c.status, "\(result.error)")
    #expect(result.error.contains(c.message), "\(result.error)")
    #expect(try program.files() == before)
  }

  /// Command lines that would put their result over an array that they read.
  static let overArrays = [
    "pool --op attention --kernel 2 --logits beside.npy in.npy -o beside.npy",
    "pool --op fractional-max --kernel 2 --output-size 2 --samples beside.npy in.npy -o beside.npy",
    "pool --layers layers.json in.npy --format json -o layers.json",
    "pool --layers layers.json in.npy -o beside.npy",
    "backward --op max --kernel 2 --upstream beside.npy in.npy -o beside.npy",
    "backward --op attention --kernel 2 --logits link.npy in.npy -o beside.npy",
    "unpool in.npy --indices beside.npy --kernel 2 -o beside.npy",
  ]

  @Test(arguments: overArrays)
  func arraysBesideTheInputAreNeverReplaced(_ line: String) throws {
    let map = Planes<Float>(channels: 1, size: Size(height: 4, width: 4), repeating: 1)
    try program.write(try Pictures.npy(map), "in.npy")
    let numbers = try Planes<Double>(channels: 1, size: Size(height: 1, width: 2), [0.5, 0.25])
    try program.write(try Pictures.npy(numbers), "beside.npy")
    _ = try program.shell("ln -s beside.npy link.npy")
    let layers =
      #"[{"op": "fractional-max", "kernel": 2, "output-size": 2, "samples": "beside.npy"}]"#
    try program.write(Array(layers.utf8), "layers.json")
    let before = (try program.read("beside.npy"), try program.read("layers.json"))
    let result = try program.run(line.split(separator: " ").map(String.init) + ["--overwrite"])
    #expect(result.status == 64 && result.error.contains("inputs are never changed"), "\(result.error)")
    #expect(try (program.read("beside.npy"), program.read("layers.json")) == before)
  }

  @Test func whatToTypeInsteadOfNothingIsAnArray() throws {
    try program.write(
      try Pictures.npy(Planes<Float>(channels: 1, size: Size(height: 4, width: 4), repeating: 1)), "in.npy")
    let result = try program.run("backward", "--op", "max", "--kernel", "2", "in.npy")
    #expect(result.status == 64 && result.error.hasSuffix("in.npy -o gradient.npy\n"), "\(result.error)")
  }

  @Test(arguments: [("png", 3), ("npy", 2)])
  func unpoolingPutsMaximaBack(_ kind: String, _ channels: Int) throws {
    let size = Size(height: 12, width: 15)
    let planes = Pictures.planes(channels: channels, size: size)
    try program.write(kind == "png" ? try Pictures.encoded(planes) : try Pictures.npy(planes), "in.\(kind)")
    let pool = try program.run(
      "pool", "--op", "max", "--kernel", "2", "in.\(kind)", "-o", "small.\(kind)", "--indices")
    #expect(pool.status == 0, "\(pool.error)")
    let result = try program.run(
      "unpool", "small.\(kind)", "--indices", "small.indices.npy", "--kernel", "2", "--output-size", "12,15",
      "-o",
      "sparse.\(kind)")
    #expect(result.status == 0, "\(result.error)")
    let (values, indices) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
    var want = Planes<UInt8>(channels: channels, size: size, repeating: 0)
    for channel in 0..<channels {
      for row in 0..<values.size.height {
        for column in 0..<values.size.width {
          let place = Int(indices[channel, row, column])
          want[channel, place / size.width, place % size.width] = values[channel, row, column]
        }
      }
    }
    let got =
      kind == "png" ? try Pictures.decoded(try program.read("sparse.png")).tensor : try tensor("sparse.npy")
    #expect(got == Tensor(want))
    // Without the size the odd last row and column are forgotten, and places do not fit.
    let wrong = try program.run(
      "unpool", "small.\(kind)", "--indices", "small.indices.npy", "--kernel", "2", "-o", "wrong.\(kind)")
    #expect(wrong.status == 1 && wrong.error.contains("give the size before pooling, --output-size H,W"))
    #expect(!program.exists("wrong.\(kind)"))
  }
}
