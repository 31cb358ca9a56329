import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// `--rescale`, `--mean`, `--std`, `--dtype`, `--output-layout`, `--tensor`, and safetensors through the built program.
@Suite("Values for models")
struct ModelValueTests {
  private let program: Program
  private let planes = Pictures.planes(channels: 3, size: Size(height: 12, width: 10))

  init() throws {
    program = try Program()
    try program.write(try Pictures.encoded(planes), "a.png")
  }

  private func run(_ line: String) throws -> Program.Result {
    try program.shell("\"$imagepool\" \(line)")
  }

  /// torchvision's own functions on the same samples, here and now.
  @Test(
    "Bit for bit what torchvision makes of the pooled samples",
    .enabled(
      if: Python.has("torch", "torchvision", "numpy"),
      "needs a Python with torchvision (IMAGEPOOL_PEERS_PYTHON)"))
  func modelValuesOfTorchvision() throws {
    let wide = Pictures.planes16(channels: 1, size: Size(height: 37, width: 41))
    try program.write(try Pictures.encoded(wide), "wide.png")
    let lines = [
      "pool a.png --op max --kernel 2 -o samples.npy",
      "pool wide.png --op max --kernel 1 -o wide.npy",
      "pool a.png --op average --kernel 3 -o means.npy",
      "pool a.png --op max --kernel 2 --rescale 1/255 -o scaled.npy",
      "pool a.png --op max --kernel 2 --rescale 1/255 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 -o normal.npy",
      "pool a.png --op max --kernel 2 --rescale 1/255 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 --dtype float16 -o half.npy",
      "pool wide.png --op max --kernel 1 --rescale 1/65535 --mean 0.5 --std 0.5 -o wide-normal.npy",
      "pool a.png --op average --kernel 3 --mean 120,110,100.5 --std 60,61,62 -o means-normal.npy",
    ]
    for line in lines {
      let result = try run(line)
      #expect(result.status == 0, "\(line): \(result.error)")
    }
    let script = """
      import numpy as np, torch
      import torchvision.transforms.v2.functional as F
      M, S = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
      load = lambda name: torch.from_numpy(np.load(name + ".npy"))
      def check(name, want):
          got = np.load(name + ".npy")
          assert got.dtype == want.numpy().dtype and got.tobytes() == want.numpy().tobytes(), name
      scaled = F.to_dtype(load("samples"), torch.float32, scale=True)
      check("scaled", scaled)
      check("normal", F.normalize(scaled, M, S))
      check("half", F.normalize(scaled, M, S).to(torch.float16))
      check("wide-normal", F.normalize(F.to_dtype(load("wide"), torch.float32, scale=True), [0.5], [0.5]))
      check("means-normal", F.normalize(load("means"), [120, 110, 100.5], [60, 61, 62]))
      print("equal")
      """
    try program.write(Array(script.utf8), "check.py")
    let result = try program.shell("'\(Python.path ?? "python3")' check.py")
    #expect(result.outputText == "equal\n", "\(result.error)")
  }

  /// What the package reads of our files, and the bytes that it writes of the same tensors.
  @Test(
    "The safetensors package reads our files and writes the same bytes",
    .enabled(
      if: Python.has("safetensors", "numpy"), "needs a Python with safetensors (IMAGEPOOL_PEERS_PYTHON)"))
  func safetensorsPackage() throws {
    let lines = [
      "pool a.png --op max --kernel 2 --indices -o one.safetensors",
      "pool a.png --op average --kernel 3 --dtype float16 --output-layout nhwc -o two.safetensors",
      "pool a.png a.png --op average --kernel 3 --stack -o three.safetensors",
    ]
    for line in lines {
      let result = try run(line)
      #expect(result.status == 0, "\(line): \(result.error)")
    }
    let script = """
      import sys, safetensors, safetensors.numpy as sn
      for name in ["one", "two", "three"]:
          raw = open(name + ".safetensors", "rb").read()
          tensors = sn.load(raw)
          metadata = safetensors.safe_open(name + ".safetensors", "np").metadata()
          assert sn.save(tensors, metadata=metadata) == raw, name
          print(name, {k: (str(v.dtype), v.shape) for k, v in sorted(tensors.items())}, metadata)
      sn.save_file({"w": tensors["output"][0], "v": tensors["output"][1]}, "theirs.safetensors")
      """
    try program.write(Array(script.utf8), "check.py")
    let result = try program.shell("'\(Python.path ?? "python3")' check.py")
    #expect(
      result.outputText == """
        one {'indices': ('int64', (3, 6, 5)), 'output': ('uint8', (3, 6, 5))} None
        two {'output': ('float16', (1, 4, 3, 3))} None
        three {'output': ('float32', (2, 3, 4, 3))} {'names': '["a.png","a.png"]'}

        """, "\(result.error)")
    let back = try run("pool theirs.safetensors --tensor v --op max --kernel 1 -o back.npy")
    #expect(back.status == 0, "\(back.error)")
    #expect(try NPY.read(.bytes(program.read("back.npy"))).tensor.shape == [3, 4, 3])
  }

  @Test("Safetensors by name, by --format, as a dump, on standard output: the same bytes")
  func sameBytes() throws {
    for line in [
      "pool a.png --op max --kernel 2 --indices -o x.safetensors",
      "pool a.png --op max --kernel 2 --indices --format safetensors -o dir/",
      "pool a.png --op max --kernel 2 --indices --dump safetensors -o dump.png",
    ] {
      let result = try run(line)
      #expect(result.status == 0, "\(line): \(result.error)")
    }
    let bytes = try program.read("x.safetensors")
    #expect(try program.read("dir/a.safetensors") == bytes)
    #expect(try program.read("dump.safetensors") == bytes)
    #expect(!program.exists("dump.indices.npy") && !program.exists("x.indices.npy"))
    let container = try Safetensors(bytes)
    let (values, places) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
    #expect(try container.tensor(named: "output").planes(as: UInt8.self) == values)
    #expect(try container.tensor(named: "indices").planes(as: Int64.self) == places)
    let alone = try run("pool a.png --op max --kernel 2 -o alone.safetensors")
    let stream = try run("pool - --op max --kernel 2 -o - --format safetensors < a.png")
    #expect(alone.status == 0 && stream.status == 0)
    #expect(try stream.output == program.read("alone.safetensors"))
    // A safetensors input stays one.
    let again = try run("pool - --op max --kernel 1 -o - < alone.safetensors")
    #expect(again.output == stream.output, "\(again.error)")
    let both = try run("pool a.png --op max --kernel 2 -o y.safetensors --dump safetensors")
    #expect(both.status == 64 && both.error.contains("would both be y.safetensors"))
    let report = try run("pool a.png --op max --kernel 2 --dump safetensors -o z.npy --json").objects()
    let dumps = try #require(report.first?["dumps"] as? [[String: Any]])
    #expect(dumps.first?["content"] as? String == "safetensors")
    #expect(dumps.first?["path"] as? String == "z.safetensors")
  }

  struct Layout: CustomTestStringConvertible, Sendable {
    let input: [Int]
    let layout: String
    /// Nil: refused.
    let output: [Int]?
    var testDescription: String { "\(input) as \(layout)" }
  }

  /// Shapes with channels first come in; kernel 2.
  static let layouts: [Layout] = [
    Layout(input: [4, 6], layout: "", output: [2, 3]),
    Layout(input: [4, 6], layout: "chw", output: [1, 2, 3]),
    Layout(input: [4, 6], layout: "nhwc", output: [1, 2, 3, 1]),
    Layout(input: [3, 4, 6], layout: "", output: [3, 2, 3]),
    Layout(input: [3, 4, 6], layout: "hwc", output: [2, 3, 3]),
    Layout(input: [3, 4, 6], layout: "nchw", output: [1, 3, 2, 3]),
    Layout(input: [3, 4, 6], layout: "nhwc", output: [1, 2, 3, 3]),
    Layout(input: [2, 3, 4, 6], layout: "", output: [2, 3, 2, 3]),
    Layout(input: [2, 3, 4, 6], layout: "nhwc", output: [2, 2, 3, 3]),
    Layout(input: [1, 3, 4, 6], layout: "hwc", output: [2, 3, 3]),
    Layout(input: [2, 3, 4, 6], layout: "chw", output: nil),
    Layout(input: [2, 3, 4, 6], layout: "hwc", output: nil),
  ]

  @Test("What goes out has the axes asked for", arguments: layouts)
  func outputLayouts(_ c: Layout) throws {
    let channels = c.input.dropLast(2).reduce(1, *)
    let planes = try Planes<Int32>(
      channels: channels, size: Size(height: 4, width: 6), (0..<Int32(channels * 24)).map { $0 })
    try program.write(try Pictures.npy(planes, leadingAxes: Array(c.input.dropLast(2))), "in.npy")
    let option = c.layout.isEmpty ? "" : "--output-layout \(c.layout)"
    let result = try run("pool in.npy --op max --kernel 2 \(option) -o out.npy --dump safetensors --indices")
    guard let output = c.output else {
      #expect(result.status == 1)
      #expect(result.error.contains("holds 2 items, and a tensor \(c.layout) has no axis for them"))
      #expect(try program.files() == ["a.png", "in.npy"])
      return
    }
    #expect(result.status == 0, "\(result.error)")
    let (values, places) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
    let isLast = c.layout.hasSuffix("c")
    let container = try Safetensors(program.read("out.safetensors"))
    #expect(container.entry(named: "output")?.shape == output)
    #expect(container.entry(named: "indices")?.shape == output)
    let layout = c.layout.isEmpty || !isLast ? nil : TensorLayout(rawValue: c.layout)
    let back = try NPY.read(
      .bytes(program.read("out.npy")),
      layout: layout ?? (output.count == 3 ? .chw : output.count == 4 ? .nchw : nil))
    #expect(back.tensor.planes(as: Int32.self) == values)
    let indices = try Safetensors.read(
      .bytes(program.read("out.safetensors")), tensor: "indices",
      layout: layout ?? (output.count == 3 ? .chw : output.count == 4 ? .nchw : nil))
    #expect(indices.tensor.planes(as: Int64.self) == places)
  }

  @Test("float16 goes in and out of every command that takes arrays")
  func halves() throws {
    let values = (0..<32).map { Float16($0) / 8 - 1 }
    let halves = try Planes<Float16>(channels: 2, size: Size(height: 4, width: 4), values)
    try program.write(try Pictures.npy(halves, leadingAxes: [2]), "h.npy")
    for line in [
      "pool h.npy --op max --kernel 2 --indices -o m.safetensors",
      "pool h.npy --op average --kernel 2 -o mean.npy",
      "pool h.npy --op average --kernel 2 --dtype float16 -o mean16.npy",
      "unpool m.safetensors --tensor output --indices m.safetensors --kernel 2 -o up.safetensors",
      "backward h.npy --op average --kernel 2 -o grad.npy", "pool h.npy --op max --kernel 2 -o m.csv",
      "pool h.npy --op max --kernel 2 --dump json",
    ] {
      let result = try run(line)
      #expect(result.status == 0, "\(line): \(result.error)")
    }
    let container = try Safetensors(program.read("m.safetensors"))
    #expect(container.entry(named: "output")?.elementType == .float16)
    let maxima = try Pooling(.max, over: .sliding(2))(halves, as: Float16.self)
    #expect(try container.tensor(named: "output").planes(as: Float16.self) == maxima)
    let means = try Pooling(.average, over: .sliding(2))(halves, as: Float.self)
    #expect(try NPY.read(.bytes(program.read("mean.npy"))).tensor.planes(as: Float.self) == means)
    #expect(
      try NPY.read(.bytes(program.read("mean16.npy"))).tensor.planes(as: Float16.self)?.samples
        == means.samples.map { Float16($0) })
    #expect(try Safetensors(program.read("up.safetensors")).entry(named: "output")?.elementType == .float16)
    #expect(try NPY.read(.bytes(program.read("grad.npy"))).tensor.sampleType == .float32)
    let table = String(decoding: try program.read("m.csv"), as: UTF8.self)
    #expect(
      table == "channel,row,c0,c1\n0,0,-0.375,-0.125\n0,1,0.625,0.875\n1,0,1.625,1.875\n1,1,2.625,2.875\n")
  }

  struct Refused: CustomTestStringConvertible, Sendable {
    let line: String
    let status: Int32
    let text: String
    var testDescription: String { line }
    init(_ line: String, _ status: Int32, _ text: String) {
      (self.line, self.status, self.text) = (line, status, text)
    }
  }

  static let refused: [Refused] = [
    Refused(
      "pool a.png --op max --kernel 2 --mean 1 -o x.png", 64,
      "the result would be png, and a model's values (--rescale, --mean, --std, --dtype) go into .npy and .safetensors files; say --format npy or --format safetensors"
    ),
    Refused(
      "pool a.png --op max --kernel 2 --dtype float16 -o out/", 64,
      "the result would be png, and a model's values"),
    Refused(
      "pool - --op max --kernel 2 --std 2 -o - < a.png", 64,
      "the result has no --format, and a model's values"),
    Refused("pool a.png --op max --kernel 2 --rescale 2 -o x.csv", 64, "the result would be csv, and"),
    Refused(
      "pool a.png --op max --kernel 2 --rescale 2 --dump heatmap", 64,
      "--dump heatmap shows samples, and a model's values"),
    Refused(
      "pool a.png --op max --kernel 2 --rescale 1/0 -o x.npy", 64, "give a number, or N/M such as 1/255"),
    Refused(
      "pool a.png --op max --kernel 2 --rescale 0x10 -o x.npy", 64, "give a number, or N/M such as 1/255"),
    Refused("pool a.png --op max --kernel 2 --mean 1,,2 -o x.npy", 64, "'' is not a number"),
    Refused("pool a.png --op max --kernel 2 --std 0 -o x.npy", 64, "a deviation of 0 divides by nothing"),
    Refused("pool a.png --op max --kernel 2 --mean 1,2,3 --std 1,2 -o x.npy", 64, "3 means and 2 deviations"),
    Refused("pool a.png --op max --kernel 2 --dtype float64 -o x.npy", 64, "float64"),
    Refused(
      "pool a.png --op max --kernel 2 --mean 1,2 -o x.npy", 1,
      "a.png: has 3 channels, and --mean has 2 values; give --mean one value for all channels, or one for each"
    ),
    Refused(
      "pool a.png --channels gray --op max --kernel 2 --std 1,2,3 -o x.npy", 1,
      "has 1 channel, and --std has 3 values"),
    Refused(
      "pool two.safetensors --op max --kernel 2 -o x.npy", 1,
      "two.safetensors: the safetensors container holds 2 tensors: \"indices\", \"output\"; name one with --tensor NAME"
    ),
    Refused(
      "pool two.safetensors --tensor other --op max --kernel 2 -o x.npy", 1,
      "there is no tensor \"other\"; the container holds \"indices\", \"output\""),
    Refused(
      "pool one.npy --tensor output --op max --kernel 2 -o x.npy", 1,
      "one.npy: is no safetensors file, and only there tensors have names; leave the name out"),
  ]

  @Test("What makes no sense is refused, and nothing is written", arguments: refused)
  func refusals(_ c: Refused) throws {
    #expect(try run("pool a.png --op max --kernel 2 --indices -o two.safetensors").status == 0)
    #expect(try run("pool a.png --op max --kernel 2 -o one.npy").status == 0)
    let result = try run(c.line)
    #expect(result.status == c.status && result.error.contains(c.text), "\(result.error)")
    #expect(result.output.isEmpty)
    #expect(try program.files() == ["a.png", "one.npy", "two.safetensors"])
  }

  @Test("info says what a container holds")
  func info() throws {
    #expect(try run("pool a.png --op max --kernel 2 --indices -o two.safetensors").status == 0)
    #expect(try run("pool a.png --op max --kernel 2 -o one.safetensors").status == 0)
    let result = try run("info --json one.safetensors two.safetensors")
    let objects = try result.objects()
    #expect(objects.map { $0["kind"] as? String } == ["safetensors", "safetensors"])
    #expect(objects.map { $0["shape"] as? [Int] } == [[3, 6, 5], []])
    #expect(objects[0]["sample_type"] as? String == "uint8")
    #expect(
      objects[1]["metadata"] as? [String: String]
        == ["tensor indices": "I64 [3, 6, 5]", "tensor output": "U8 [3, 6, 5]"])
    let text = try run("info two.safetensors").outputText
    #expect(text.hasPrefix("two.safetensors: safetensors, 2 tensors\n"), "\(text)")
  }
}
