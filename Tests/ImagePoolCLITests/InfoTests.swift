import Foundation
import PoolingEngine
import TestSupport
import Testing

/// `info`, `about`, `--version` and the help texts.
@Suite struct InfoTests {
  private let program: Program

  init() throws { program = try Program() }

  @Test func versionIsOneLine() throws {
    let result = try program.run("--version")
    #expect(result.status == 0)
    #expect(result.outputText.hasPrefix("imagepool 0."))
    #expect(result.outputText.split(separator: "\n").count == 1)
  }

  @Test func aboutNamesEverythingThatTakesPart() throws {
    let text = try program.run("about").outputText
    for word in [
      "libpng 1.", "libjpeg", "zlib 1.", "instruction set", "PyTorch 2.13.0", "TensorFlow 2.21.0",
      "ONNX Runtime 1.32.0",
    ] { #expect(text.contains(word), "\(word)") }
    let object = try #require(try program.run("about", "--json").objects().first)
    #expect((object["dialects"] as? [String: String])?["onnx"] == "ONNX Runtime 1.32.0")
  }

  struct Sample: CustomTestStringConvertible {
    let name: String
    /// Fields as they stand in the JSON text.
    let facts: [String]
    var testDescription: String { name }
  }

  static let samples = [
    Sample(
      name: "spheres.png",
      facts: [
        #""schema":1"#, #""kind":"png""#, #""width":800"#, #""height":600"#, #""channels":3"#,
        #""colour":"rgb""#,
        #""bit_depth":8"#, #""coding":"non-interlaced""#, #""orientation":1"#, #""streams":true"#,
      ]),
    Sample(name: "balloon.png", facts: [#""colour":"palette+tRNS""#, #""channels":1"#, #""bit_depth":8"#]),
    Sample(
      name: "moon-16bit.png", facts: [#""colour":"gray""#, #""bit_depth":16"#, #""sample_type":"uint16""#]),
    Sample(name: "page-4bit.png", facts: [#""colour":"gray""#, #""bit_depth":4"#]),
    Sample(name: "siemens-star-adam7.png", facts: [#""coding":"adam7""#, #""streams":false"#]),
    Sample(
      name: "lighthouse-rotated.jpg",
      facts: [
        #""kind":"jpeg""#, #""width":800"#, #""height":600"#, #""upright_width":600"#,
        #""upright_height":800"#,
        #""orientation":6"#, #""colour":"ycc""#, #""sampling":"2x2,1x1,1x1""#, #""streams":true"#,
      ]),
    Sample(name: "night-sky-progressive.jpg", facts: [#""coding":"progressive""#, #""streams":false"#]),
    Sample(name: "noisy-gradient-gray.jpg", facts: [#""colour":"gray""#, #""channels":1"#]),
  ]

  @Test(arguments: samples)
  func factsOfTheSamplePictures(_ sample: Sample) throws {
    let result = try program.run("info", "--json", Program.samples + "/" + sample.name)
    #expect(result.status == 0, "\(result.error)")
    for fact in sample.facts { #expect(result.outputText.contains(fact + ","), "\(fact)") }
    let object = try #require(try result.objects().first)
    #expect((object["memory_bytes"] as? Int ?? 0) > 0)
    #expect(object["error"] is NSNull)
  }

  @Test func factsOfArrays() throws {
    try program.write(
      try Pictures.npy(Pictures.planes16(channels: 2, size: Size(height: 3, width: 5))), "a.npy")
    try program.write(Array("1,2,3\n4,5,6\n".utf8), "t.csv")
    let result = try program.run("info", "--json", "a.npy", "t.csv")
    #expect(result.status == 0, "\(result.error)")
    let objects = try result.objects()
    try #require(objects.count == 2)
    #expect(objects[0]["shape"] as? [Int] == [2, 3, 5])
    #expect(objects[0]["sample_type"] as? String == "uint16")
    #expect(objects[1]["width"] as? Int == 3 && objects[1]["height"] as? Int == 2)
    #expect(objects[1]["kind"] as? String == "csv")
  }

  @Test func infoForPeople() throws {
    let path = Program.samples + "/lighthouse-rotated.jpg"
    let text = try program.run("info", path).outputText
    #expect(
      text.hasPrefix(
        "\(path): JPEG 800x600, ycc, 3 × 8 bits, baseline, sampling 2x2,1x1,1x1\n  orientation 6, upright 600x800\n"
      ))
  }

  /// A container with a header of these bytes; `claimed`: the length that it tells.
  private func container(_ header: String, data: Int = 0, claimed: Int? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let length = claimed ?? text.count
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
      + Array(repeating: 0, count: data)
  }

  /// Names and texts of a file are its author's: none of them commands a terminal or makes a line of its own.
  @Test func textsOfAFileAreEscapedForPeople() throws {
    let header =
      #"{"__metadata__":{"k\n\u001b[2Jey":"v\r\u0007\u0000\u009bx","plain":"caf\u00e9 \\ b"},"t\u001b]0;x\u0007\n":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#
    try program.write(container(header, data: 1), "a.safetensors")
    let result = try program.run("info", "a.safetensors")
    #expect(result.status == 0, "\(result.error)")
    let lines = result.outputText.split(separator: "\n").map { $0.drop { $0 == " " } }
    for line in [
      #"tensor t\x1b]0;x\x07\n: U8 [1]"#, #"k\n\x1b[2Jey: v\r\x07\x00\u009bx"#, #"plain: café \ b"#,
    ] { #expect(lines.contains(line[...]), "\(result.outputText.debugDescription)") }
    #expect(
      !result.outputText.unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value)
      })
    // For programs they are what they are.
    let object = try #require(try program.run("info", "--json", "a.safetensors").objects().first)
    let metadata = try #require(object["metadata"] as? [String: String])
    #expect(
      metadata["k\n\u{1B}[2Jey"] == "v\r\u{7}\0\u{9B}x" && metadata["tensor t\u{1B}]0;x\u{7}\n"] == "U8 [1]")
  }

  /// A header longer than its file is cut, whatever memory it would take; one that is there has an option that lets it in.
  @Test func headersThatClaimMuch() throws {
    let spaces = String(repeating: " ", count: 10_000)
    try program.write(container("{}", claimed: 90_000_000), "cut.safetensors")
    try program.write(container("{}" + spaces), "long.safetensors")
    try program.write(Array(repeating: Array("1,2,3\n".utf8), count: 20_000).flatMap { $0 }, "table.csv")
    let cut = try program.run("info", "--json", "cut.safetensors")
    #expect(cut.status == 1)
    let error = try #require(try cut.objects().first?["error"] as? [String: Any])
    #expect(error["kind"] as? String == "truncated")
    #expect(
      error["message"] as? String == "safetensors: the header is 90000000 bytes long, the file ends after 2")
    for name in ["long.safetensors", "table.csv"] {
      let refused = try program.run("info", "--max-memory", "256K", "--json", name)
      let limit = try #require(try refused.objects().first?["error"] as? [String: Any], "\(name)")
      #expect(refused.status == 1 && limit["kind"] as? String == "limit", "\(name)")
      #expect(limit["remedy"] as? String == "raise --max-memory")
      #expect(try program.run("info", "--max-memory", "16M", name).status == 0, "\(name)")
    }
  }

  @Test func standardInput() throws {
    let picture = try Pictures.encoded(Pictures.planes(channels: 1, size: Size(height: 4, width: 6)))
    let object = try #require(try program.run("info", "--json", "-", input: picture).objects().first)
    #expect(object["input"] as? String == "-" && object["width"] as? Int == 6)
  }

  @Test func aFailureHasAKindAndStatusOne() throws {
    let result = try program.run("info", "--json", "absent.png")
    #expect(result.status == 1)
    let object = try #require(try result.objects().first)
    #expect((object["error"] as? [String: Any])?["kind"] as? String == "unreadable")
    #expect(object["status"] as? String == "failed")
    #expect((object["seconds"] as? Double ?? 0) > 0)
  }

  @Test func helpHasGroupsAndExamples() throws {
    let text = try program.run("pool", "--help").outputText
    for word in [
      "POOLING:", "PICTURES AND ARRAYS:", "OUTPUT:", "WORK AND LIMITS:", "Examples:",
      "imagepool pool --op average --kernel 8 photo.jpg -o small.png", "--padding-mode", "--max-memory",
      "--fail-on",
      "--count-include-pad/--no-count-include-pad", "-o, --output",
    ] { #expect(text.contains(word), "\(word)") }
    let root = try program.run("--help").outputText
    for word in ["pool", "info", "about", "Exit status"] { #expect(root.contains(word)) }
    #expect(try program.run("pool", "--help").status == 0)
    #expect(root.contains("-o out/ --dump npy\n"), "an example that can be pasted")
    #expect(try program.run("help", "pool").outputText == text)
    #expect(try program.run([]).outputText == root)
    let unknown = try program.run("help", "bogus")
    #expect(unknown.status == 64)
    #expect(
      unknown.error
        == "imagepool: there is no command bogus; there are thumbnail, pool, tar, serve, backward, unpool, info, inspect, compare, sheet, operators, verify, about\n"
    )
  }
}
