import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Broken, hostile and unfit inputs: what fails, how it is said, and that nothing is left behind.
@Suite struct DamageTests {
  private let program: Program
  private let planes = Pictures.planes(channels: 3, size: Size(height: 160, width: 48))

  init() throws { program = try Program() }

  private func kind(_ result: Program.Result) throws -> String? {
    (try result.objects().first?["error"] as? [String: Any])?["kind"] as? String
  }

  @Test(arguments: ["png", "jpeg"])
  func aFileCutAtSixtyPerCent(format: String) throws {
    // Uncompressed, so that many rows of the PNG are there; libpng takes its data 8 KB at a time.
    let whole = try Pictures.encoded(planes, as: format == "png" ? .png(.init(compression: 0)) : .jpeg())
    try program.write(whole, "whole")
    try program.write(Array(whole.prefix(whole.count * 6 / 10)), "cut")
    let refused = try program.run("pool", "--op", "max", "--kernel", "2", "cut", "-o", "x.png", "--json")
    #expect(refused.status == 1)
    #expect(try kind(refused) == "truncated")
    #expect(refused.error.hasPrefix("imagepool: cut: ") && refused.error.contains("--fail-on none"))
    #expect(try program.files() == ["cut", "whole"], "a failure leaves nothing")

    let taken = try program.run(
      "pool", "--op", "max", "--kernel", "1", "cut", "-o", "cut.npy", "--fail-on", "none", "--json")
    #expect(taken.status == 0, "\(taken.error)")
    let report = try #require(try taken.objects().first)
    #expect(report["status"] as? String == "warned")
    let intact = try #require(report["rows_intact"] as? Int)
    #expect(intact > 0 && intact < 160)
    let full = try program.run("pool", "--op", "max", "--kernel", "1", "whole", "-o", "whole.npy", "--json")
    #expect(try full.objects().first?["rows_intact"] as? Int == 160)
    let (a, b) = (try rows(of: "cut.npy"), try rows(of: "whole.npy"))
    for channel in 0..<3 {
      #expect(
        a[channel][..<(intact * 48)] == b[channel][..<(intact * 48)],
        "rows above the damage are those of the file")
    }
  }

  /// The planes of a C,H,W array of bytes.
  private func rows(of name: String) throws -> [[UInt8]] {
    let bytes = try program.read(name)
    let data = Array(bytes.suffix(3 * 160 * 48))
    return (0..<3).map { Array(data[($0 * 160 * 48)..<(($0 + 1) * 160 * 48)]) }
  }

  struct Bad: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let kind: String
    var testDescription: String { name }
  }

  static let bad = [
    Bad(name: "empty", bytes: [], kind: "not_an_image"),
    Bad(name: "text", bytes: Array("hello, world\n".utf8), kind: "not_an_image"),
    Bad(name: "gif", bytes: Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 40), kind: "not_an_image"),
    Bad(name: "noise", bytes: (0..<100).map { UInt8(($0 * 37 + 130) & 255) }, kind: "not_an_image"),
    Bad(name: "signature", bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], kind: "truncated"),
    Bad(
      name: "safetensors",
      bytes: [55, 0, 0, 0, 0, 0, 0, 0]
        + Array("{\"x\":{\"dtype\":\"U8\",\"shape\":[2,2],\"data_offsets\":[0,4]}}".utf8) + [1, 2, 3],
      kind: "truncated"),
    Bad(name: "npy-cut", bytes: [0x93] + Array("NUMPY".utf8) + [1, 0], kind: "truncated"),
    Bad(name: "ragged", bytes: Array("1,2\n3\n".utf8), kind: "corrupt"),
  ]

  @Test(arguments: bad)
  func badFilesNeverStopTheOthers(_ example: Bad) throws {
    try program.write(example.bytes, "bad")
    try program.write(try Pictures.encoded(planes), "good.png")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "bad", "good.png", "-o", "out", "--format", "png", "--json")
    #expect(result.status == 1)
    #expect(try kind(result) == example.kind, "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1, "one line per failure")
    #expect(result.error.hasPrefix("imagepool: bad: "))
    #expect(try program.files() == ["bad", "good.png", "out/good.png"])
    let info = try program.run("info", "bad", "good.png", "--json")
    #expect(info.status == 1)
    #expect(try kind(info) == example.kind)
    #expect(try info.objects().count == 2)
  }

  @Test func aFolderIsNoInput() throws {
    try program.write([0], "folder.png/x")
    let result = try program.run("pool", "--op", "max", "--kernel", "2", "folder.png", "-o", "x.png")
    #expect(result.status == 1)
    #expect(result.error == "imagepool: folder.png: cannot be read: Is a directory; name the files in it\n")
  }

  @Test func whatIsNoFileIsUnreadable() throws {
    _ = try program.shell("ln -s nowhere dangling.png; ln -s loop.png loop.png")
    for (name, words) in [
      ("dangling.png", "No such file or directory; check the name"),
      ("loop.png", "Too many levels of symbolic links; try to copy it elsewhere"),
      (String(repeating: "n", count: 300), "File name too long; give it a shorter name"),
    ] {
      let result = try program.run("pool", "--op", "max", "--kernel", "2", name, "-o", "x.png", "--json")
      #expect(result.status == 1)
      #expect(try kind(result) == "unreadable")
      #expect(result.error == "imagepool: \(name): cannot be read: \(words)\n")
    }
  }

  @Test(.enabled(if: getuid() != 0, "root reads everything"))
  func anUnreadableFile() throws {
    try program.write(try Pictures.encoded(planes), "a.png")
    _ = try program.shell("chmod 0 a.png")
    let result = try program.run("pool", "--op", "max", "--kernel", "2", "a.png", "-o", "x.png")
    #expect(result.status == 1)
    #expect(result.error == "imagepool: a.png: cannot be read: Permission denied; check the permissions\n")
  }

  @Test func alphaHasNoPlaceInAJPEG() throws {
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 4, size: Size(height: 16, width: 16))), "a.png")
    let refused = try program.run("pool", "--op", "max", "--kernel", "2", "a.png", "-o", "x.jpg", "--json")
    #expect(refused.status == 1)
    #expect(try kind(refused) == "alpha_not_representable")
    #expect(refused.error.contains("--background"))
    #expect(try program.files() == ["a.png"])
    for extra in [["--background", "white"], ["--channels", "rgb"]] {
      let result = try program.run(
        ["pool", "--op", "max", "--kernel", "2", "a.png", "-o", "x.jpg", "--overwrite"] + extra)
      #expect(result.status == 0, "\(result.error)")
    }
  }

  struct Limit: CustomTestStringConvertible {
    let arguments: [String]
    let file: String
    let option: String
    var testDescription: String { option + " " + file }
  }

  static let limits = [
    Limit(arguments: ["--max-pixels", "1000"], file: "a.png", option: "--max-pixels"),
    Limit(arguments: ["--max-memory", "20k"], file: "a.png", option: "--max-memory"),
    Limit(arguments: ["--max-memory", "20k"], file: "p.jpg", option: "--max-memory"),
    Limit(arguments: ["--max-scans", "2"], file: "p.jpg", option: "--max-scans"),
    Limit(arguments: ["--max-memory", "1k"], file: "a.npy", option: "--max-memory"),
  ]

  @Test(arguments: limits)
  func limitsNameTheirOption(_ example: Limit) throws {
    try program.write(try Pictures.encoded(planes), "a.png")
    try program.write(try Pictures.encoded(planes, as: .jpeg(.init(progressive: true))), "p.jpg")
    try program.write(try Pictures.npy(planes), "a.npy")
    let before = try program.files()
    let result = try program.run(
      ["pool", "--op", "max", "--kernel", "2", example.file, "-o", "x.npy", "--json"] + example.arguments)
    #expect(result.status == 1)
    #expect(try kind(result) == "limit", "\(result.error)")
    #expect(result.error.contains(example.option), "\(result.error)")
    #expect(try program.files() == before)
  }

  @Test(arguments: [
    ["adaptive-max", "2147483647"], ["area", "2147483647"], ["adaptive-average", "1,268402690"],
    ["area", "100000000,100000000"],
  ])
  func resultsBeyondReasonAreALimit(operation: [String]) throws {
    try program.write(try Pictures.encoded(planes), "a.png")
    let result = try program.run(
      "pool", "--op", operation[0], "--output-size", operation[1], "a.png", "-o", "x.png", "--dump", "npy",
      "--json")
    #expect(result.status == 1)
    #expect(try kind(result) == "limit", "\(result.error)")
    #expect(result.error.contains("--max-pixels"), "\(result.error)")
    #expect(try program.files() == ["a.png"])
  }

  /// Decoding is cheap here; what the writers hold is not.
  @Test(arguments: ["json", "csv", "heatmap", "text"])
  func dumpsCountAgainstTheMemory(content: String) throws {
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 600, width: 600))), "a.png")
    let arguments = ["pool", "--op", "average", "--kernel", "1", "a.png", "--json", "--max-memory", "2M"]
    let alone = try program.run(arguments + ["-o", "x.png"])
    #expect(alone.status == 0, "\(alone.error)")
    let result = try program.run(arguments + ["-o", "y.png", "--dump", content])
    guard content != "text" else { return }  // cut to what a terminal shows
    #expect(result.status == 1)
    #expect(try kind(result) == "limit" && result.error.contains("--max-memory"), "\(result.error)")
  }

  @Test func theNoteOnAlphaIsSaidOnce() throws {
    for name in ["a.png", "b.png"] {
      try program.write(
        try Pictures.encoded(Pictures.planes(channels: 4, size: Size(height: 16, width: 16))), name)
    }
    let result = try program.run("pool", "--op", "average", "--kernel", "2", "a.png", "b.png", "-o", "out/")
    #expect(result.status == 0)
    #expect(result.error.hasPrefix("imagepool: note: an average took alpha"))
    #expect(result.error.split(separator: "\n").count == 1)
  }

  /// What two arrays hold is more than may be held at once, so one waits for the other before it is read. Few of their samples are pooled,
  /// which takes no time.
  @Test(.enabled(if: !isAddressSanitized))
  func arraysShareTheMemory() throws {
    for name in ["a.npy", "b.npy"] {
      try program.write(
        try Pictures.npy(Planes<UInt8>(channels: 1, size: Size(height: 6000, width: 8000), repeating: 7)),
        name)
    }
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "--stride", "40", "a.npy", "b.npy", "-o", "out/", "--jobs", "2",
      "--max-memory", "100M", "--json")
    #expect(result.status == 0, "\(result.error)")
    let peak = try #require(try result.objects().last?["peak_memory_bytes"] as? Int)
    #expect(peak < 90_000_000, "one array of 48 MB at a time")
  }

  @Test func aWindowThatDoesNotFit() throws {
    try program.write(try Pictures.encoded(planes), "a.png")
    let result = try program.run("pool", "--op", "max", "--kernel", "500", "a.png", "-o", "x.png", "--json")
    #expect(result.status == 1)
    #expect(try kind(result) == "geometry")
    #expect(
      result.error
        == "imagepool: a.png: no vertical window fits: 500 taps over 160 samples with padding 0 + 0; take a smaller kernel or padding, or a larger picture\n"
    )
  }

  @Test(arguments: [
    ("0", true), ("255", true), ("-1", false), ("256", false), ("0.5", false), ("1e300", false),
  ])
  func aBorderIsFilledWithSamples(value: String, isSample: Bool) throws {
    try program.write(try Pictures.encoded(planes), "a.png")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "--padding", "1", "--padding-mode", "constant",
      "--padding-value",
      value, "a.png", "-o", "x.png", "--json")
    #expect(result.status == (isSample ? 0 : 1), "\(result.error)")
    if !isSample { #expect(try kind(result) == "geometry") }
  }

  @Test func anArrayThatLooksChannelsLast() throws {
    try program.write(
      try Pictures.npy(Pictures.planes(channels: 8, size: Size(height: 8, width: 3))), "hwc.npy")
    let refused = try program.run("pool", "--op", "max", "--kernel", "2", "hwc.npy", "-o", "x.npy", "--json")
    #expect(refused.status == 1)
    #expect(refused.error.contains("--layout"), "\(refused.error)")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "hwc.npy", "-o", "x.npy", "--layout", "hwc", "--json")
    #expect(result.status == 0, "\(result.error)")
    let report = try #require(try result.objects().first)
    #expect(report["output_channels"] as? Int == 3)
    #expect(report["output_width"] as? Int == 4 && report["output_height"] as? Int == 4)
  }

  @Test func optionsThatTheInputLacks() throws {
    try program.write(try Pictures.encoded(planes), "a.png")
    try program.write(try Pictures.npy(planes), "a.npy")
    for (file, option, word) in [
      ("a.png", ["--range", "0,1"], "--range"), ("a.npy", ["--op", "average", "--linear"], "linear light"),
      ("a.npy", ["--background", "white"], "a background"),
      ("a.npy", ["--channels", "gray"], "other channels"),
    ] {
      let result = try program.run(
        ["pool"] + (option.contains("--op") ? [] : ["--op", "max"]) + [
          "--kernel", "2", file, "-o", "x.png", "--json",
        ]
          + option)
      #expect(result.status == 1)
      #expect(try kind(result) == "unsupported")
      #expect(result.error.contains(word), "\(result.error)")
    }
  }

  @Test func theLowerPartOfACutFileCountsEvenIfNoWindowTakesIt() throws {
    let whole = try Pictures.encoded(planes, as: .jpeg())
    // Only the end marker and a little more is missing; a kernel of 150 leaves out the last ten rows.
    try program.write(Array(whole.dropLast(40)), "cut.jpg")
    let result = try program.run("pool", "--op", "max", "--kernel", "150,40", "cut.jpg", "-o", "x.png")
    #expect(result.status == 1)
    #expect(!program.exists("x.png"))
  }
}
