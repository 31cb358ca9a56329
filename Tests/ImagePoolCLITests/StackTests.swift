import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// `--stack`: several inputs in one tensor, complete or not at all.
@Suite("Stacks")
struct StackTests {
  private let program: Program

  init() throws {
    program = try Program()
    for (number, size) in [
      Size(height: 8, width: 12), Size(height: 9, width: 13), Size(height: 20, width: 6),
    ].enumerated() {
      try program.write(try Pictures.encoded(Pictures.planes(channels: 3, size: size)), "p\(number).png")
    }
  }

  private func run(_ line: String) throws -> Program.Result {
    try program.shell("\"$imagepool\" \(line)")
  }

  struct Kind: CustomTestStringConvertible, Sendable {
    let options: String
    let layout: TensorLayout
    var testDescription: String { "\(layout.rawValue) \(options)" }
  }

  static let kinds: [Kind] = [
    Kind(options: "", layout: .nchw), Kind(options: "--output-layout nhwc", layout: .nhwc),
    Kind(options: "--jobs 1 --dtype float16", layout: .nchw),
    Kind(options: "--jobs 3 --rescale 1/255 --mean 0.1,0.2,0.3 --std 2 --output-layout nhwc", layout: .nhwc),
  ]

  /// Each sample is what the input gives by itself, in either format, whatever the number of jobs.
  @Test("Samples are those of single runs, in order", arguments: kinds)
  func samples(_ c: Kind) throws {
    let op = "--op area --output-size 4,5"
    for name in ["s.npy", "s.safetensors"] {
      let result = try run("pool p0.png p1.png p2.png p0.png \(op) --stack -o \(name) \(c.options) --json")
      #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
      let reports = try result.objects()
      #expect(reports.map { $0["input"] as? String } == ["p0.png", "p1.png", "p2.png", "p0.png"])
      #expect(reports.allSatisfy { $0["output"] as? String == name && $0["status"] as? String == "ok" })
    }
    let stack = try NPY.read(.bytes(program.read("s.npy")), layout: c.layout).tensor
    #expect(stack.shape == [4, 3, 4, 5])
    var single: [UInt8] = []
    for input in ["p0", "p1", "p2", "p0"] {
      let result = try run("pool \(input).png \(op) -o one.npy --overwrite \(c.options)")
      #expect(result.status == 0, "\(result.error)")
      single += try program.read("one.npy").dropFirst(128)
    }
    #expect(Array(try program.read("s.npy").dropFirst(128)) == single)
    let container = try Safetensors(program.read("s.safetensors"))
    #expect(Array(try program.read("s.safetensors").suffix(single.count)) == single)
    #expect(container.entries.map(\.name) == ["output"])
    #expect(container.metadata == ["names": "[\"p0.png\",\"p1.png\",\"p2.png\",\"p0.png\"]"])
    #expect(String(decoding: try program.read("s.txt"), as: UTF8.self) == "p0.png\np1.png\np2.png\np0.png\n")
    #expect(!program.exists("s.safetensors.txt"))
    #expect(try program.files().allSatisfy { !$0.hasSuffix(".tmp") })
  }

  @Test("Arrays stack, too: C,H,W, N,C,H,W of one item, planes")
  func arrays() throws {
    for (name, axes) in [("a.npy", [2]), ("b.npy", [1, 2])] {
      let planes = try Planes<Float>(
        channels: 2, size: Size(height: 4, width: 4), (0..<32).map { Float($0) + (name == "b.npy" ? 100 : 0) }
      )
      try program.write(try Pictures.npy(planes, leadingAxes: axes), name)
    }
    let result = try run("pool a.npy b.npy --op max --kernel 2 --stack -o s.npy")
    #expect(result.status == 0, "\(result.error)")
    let stack = try NPY.read(.bytes(program.read("s.npy"))).tensor
    #expect(stack.shape == [2, 2, 2, 2])
    #expect(
      stack.planes(as: Float.self)?.samples
        == [5, 7, 13, 15, 21, 23, 29, 31, 105, 107, 113, 115, 121, 123, 129, 131])
    // One plane without an axis of channels is one channel.
    try program.write(
      try Pictures.npy(
        Planes<UInt8>(channels: 1, size: Size(height: 2, width: 2), repeating: 3), leadingAxes: []),
      "plane.npy")
    #expect(try run("pool plane.npy plane.npy --op max --kernel 1 --stack -o planes.npy").status == 0)
    #expect(try NPY.read(.bytes(program.read("planes.npy"))).tensor.shape == [2, 1, 2, 2])
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
      "p0.png p0.png p1.png p2.png --op max --kernel 2 --stack -o s.npy", 64,
      "imagepool: p0.png gives (3, 4, 6) of uint8 and p2.png (3, 10, 3) of uint8; a stack takes samples of one shape and type\n"
    ),
    Refused(
      "p0.png deep.png --op max --kernel 2 --stack -o s.npy", 64,
      "p0.png gives (3, 4, 6) of uint8 and deep.png (3, 4, 6) of uint16; a stack takes samples of one shape and type"
    ),
    Refused(
      "p0.png --op max --kernel 2 --stack -o s.png", 64,
      "a stack is a tensor: give -o FILE.npy or -o FILE.safetensors, not s.png"),
    Refused("p0.png --op max --kernel 2 --stack", 64, "--stack writes a file out of order; give -o FILE.npy"),
    Refused(
      "p0.png --op max --kernel 2 --stack -o -", 64, "--stack writes a file out of order; give -o FILE.npy"),
    Refused(
      "p0.png --op max --kernel 2 --stack -o s.npy --dump csv", 64,
      "--stack writes one tensor of values; leave --dump out"),
    Refused(
      "p0.png --op max --kernel 2 --stack -o s.npy --indices", 64,
      "--stack writes one tensor of values; leave --indices out"),
    Refused(
      "- --op max --kernel 2 --stack -o s.npy < p0.png", 64,
      "--stack reads its inputs twice, which standard input (-) cannot be"),
    Refused(
      "p0.png --op max --kernel 2 --stack -o s.npy --output-layout hwc", 64,
      "a stack has four axes: --output-layout nchw or nhwc, not hwc"),
    Refused(
      "p0.png --op max --kernel 2 --stack -o there.npy", 64,
      "there.npy exists; give another name, or --overwrite to replace it"),
    Refused(
      "p0.png --op max --kernel 2 --stack -o names.npy", 64,
      "names.txt exists; give another name, or --overwrite to replace it"),
    Refused(
      "there.npy --op max --kernel 1 --stack -o there.npy --overwrite", 64,
      "there.npy is an input (there.npy), and inputs are never changed"),
    Refused(
      "there.npy --layers layers.txt --stack -o layers.npy --overwrite", 64,
      "layers.txt is an input (layers.txt), and inputs are never changed"),
    Refused(
      "p0.png --op max --kernel 2 --stack -o s.npy --format safetensors", 64,
      "--stack tells the format by the name -o s.npy; leave --format out"),
    Refused(
      "p0.png missing.png --op max --kernel 2 --stack -o s.npy", 1,
      "missing.png: cannot be read: No such file or directory"),
    Refused(
      "p0.png text.png --op max --kernel 2 --stack -o s.npy", 1,
      "text.png: is a text, neither a picture nor a tensor that is read"),
    Refused("p0.png cut.png p0.png --op max --kernel 2 --stack -o s.npy", 1, "cut.png: the PNG ends early"),
    Refused(
      "batch.npy p0.png --op max --kernel 2 --stack -o s.npy", 1,
      "batch.npy: holds 2 items, and a stack takes one of each input"),
    Refused(
      "p0.png --op max --kernel 2 --mean 1,2 --stack -o s.npy", 1,
      "p0.png: has 3 channels, and --mean has 2 values"),
    Refused("there.npy --op max --kernel 9 --stack -o s.npy", 1, "there.npy: "),
  ]

  @Test("What cannot be stacked is named, and nothing is written", arguments: refused)
  func refusals(_ c: Refused) throws {
    try program.write(
      try Pictures.encoded(Pictures.planes16(channels: 3, size: Size(height: 8, width: 12))), "deep.png")
    try program.write(
      try Pictures.npy(Planes<UInt8>(channels: 1, size: Size(height: 2, width: 2), repeating: 3)), "there.npy"
    )
    try program.write(
      try Pictures.npy(
        Planes<UInt8>(channels: 6, size: Size(height: 8, width: 12), repeating: 3), leadingAxes: [2, 3]),
      "batch.npy")
    try program.write(Array("old\n".utf8), "names.txt")
    try program.write(Array(#"[{"op": "max", "kernel": 2}]"#.utf8), "layers.txt")
    try program.write(Array("no picture\n".utf8), "text.png")
    let whole = try program.read("p0.png")
    try program.write(Array(whole.prefix(whole.count * 2 / 3)), "cut.png")
    let before = try program.files()
    let result = try run("pool \(c.line)")
    #expect(result.status == c.status, "\(result.error)")
    #expect(result.error.contains(c.text), "\(result.error)")
    #expect(try program.files() == before)
    if c.status == 1 {
      #expect(
        result.error.hasSuffix("imagepool: s.npy: nothing was written, since not all inputs can be stacked\n")
      )
    }
  }

  /// A line per input: the one that failed, the others skipped.
  @Test func reportsOfAFailure() throws {
    try program.write(Array("no picture\n".utf8), "text.png")
    let result = try run("pool p0.png text.png p0.png --op max --kernel 2 --stack -o s.npy --json")
    let reports = try result.objects()
    #expect(result.status == 1)
    #expect(reports.map { $0["status"] as? String } == ["skipped", "failed", "skipped"])
    let kinds = reports.map { ($0["error"] as? [String: Any])?["kind"] as? String }
    #expect(kinds == ["interrupted", "not_an_image", "interrupted"])
  }

  /// The file of a killed run goes; one that a living process has locked would stay.
  @Test func whatAKilledRunLeftIsRemoved() throws {
    try program.write([1, 2, 3], ".imagepool-gone.tmp")
    #expect(try run("pool p0.png p0.png --op max --kernel 2 --stack -o s.npy").status == 0)
    #expect(!program.exists(".imagepool-gone.tmp"))
    #expect(program.exists("s.npy"))
  }

  /// 24 samples of 3 MB each.
  @Test func memoryIsNotTheStack() throws {
    // The sanitizer's own memory is larger.
    guard FileManager.default.fileExists(atPath: "/proc/self/status"), !isAddressSanitized else { return }
    let large = Pictures.planes(channels: 3, size: Size(height: 512, width: 512))
    try program.write(try Pictures.encoded(large), "large.png")
    let names = Array(repeating: "large.png", count: 24).joined(separator: " ")
    let result = try run("pool \(names) --op max --kernel 1 --dtype float32 --stack -o s.npy --json --jobs 2")
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.read("s.npy").count == 128 + 24 * 3 * 512 * 512 * 4)
    let peak = try result.objects().compactMap { $0["peak_memory_bytes"] as? Int }.max()
    #expect(try #require(peak) < 50_000_000, "the stack is 75 MB")
  }

  @Test func aFullDiskLeavesNothing() throws {
    // The limit on a file's size is met while samples are written.
    let large = Pictures.planes(channels: 3, size: Size(height: 200, width: 200))
    try program.write(try Pictures.encoded(large), "large.png")
    let before = try program.files()
    let result = try program.shell(
      "ulimit -f 200; trap '' XFSZ; \"$imagepool\" pool large.png large.png --op max --kernel 1 --stack -o s.npy"
    )
    #expect(result.status == 1, "\(result.error)")
    #expect(result.error.contains("cannot write s.npy: File too large"), "\(result.error)")
    #expect(try program.files() == before)
  }
}
