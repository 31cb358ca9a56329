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
        == "imagepool: there is no command bogus; there are thumbnail, pool, tar, serve, backward, unpool, info, inspect, compare, operators, verify, about\n"
    )
  }
}
