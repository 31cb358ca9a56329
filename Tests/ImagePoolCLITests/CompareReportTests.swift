import FeatureMaps
import Foundation
import PoolingEngine
import TestSupport
import Testing

/// `imagepool compare A B -o report.html`, through the built program.
@Suite("imagepool compare -o report.html")
struct CompareReportTests {
  private let program: Program

  init() throws {
    program = try Program()
    let planes = Pictures.planes(channels: 3, size: Size(height: 12, width: 10))
    var other = planes
    other[1, 4, 6] &+= 3
    try program.write(try Pictures.encoded(planes), "a.png")
    try program.write(try Pictures.encoded(other), "b & c's.png")
    try program.write(
      try Pictures.npy(Planes(channels: 3, size: planes.size, planes.samples.map { Float($0) })), "a.npy")
    try program.write(Array("a text\n".utf8), "text")
    try program.write(try Pictures.encoded(Pictures.planes(channels: 1, size: planes.size)), "gray.png")
  }

  @Test(
    arguments: [
      (["a.png", "a.png"], 0, true), (["a.png", "b & c's.png"], 1, true),
      (["a.png", "b & c's.png", "--max-abs", "3"], 0, true),
      (["a.npy", "a.npy", "--min-psnr", "3"], 2, true),
      (["a.png", "gray.png"], 2, false), (["a.png", "text"], 2, false), (["a.png", "none"], 2, false),
    ])
  func statusesAndWordsAreThoseOfAComparison(_ words: [String], _ status: Int, _ isThere: Bool) throws {
    let plain = try program.run(["compare"] + words)
    let result = try program.run(["compare"] + words + ["-o", "r.html"])
    #expect(result.status == status && plain.status == status)
    #expect(result.output == plain.output && result.error == plain.error)
    #expect(program.exists("r.html") == isThere)
    #expect(try program.files().filter { $0.hasSuffix(".tmp") } == [])
  }

  @Test func pageSaysWhatTheProgramSays() throws {
    let words = ["compare", "a.png", "b & c's.png", "--max-abs", "2", "-o", "r.html", "--json"]
    let result = try program.run(words)
    #expect(result.status == 1)
    let object = try #require(try result.objects().first)
    #expect(object["output"] as? String == "r.html")
    let page = try PageReader(try program.read("r.html"))
    let comparison = try #require(page.data["comparison"])
    let said = try JSONValue(parsing: result.output.dropLast())
    for member in try #require(comparison.members) { #expect(said[member.name] == member.value) }
    #expect(comparison["reasons"] == ["max_abs 3 is above 2"])
    #expect(page.data["tolerance"]?["max_abs"]?.numberValue == 2)
    #expect(
      page.data["command"]?.stringValue
        == #"imagepool compare a.png 'b & c'\''s.png' --max-abs 2 -o r.html --json"#)
    // The command as it stands there makes the same page.
    let command = try #require(page.data["command"]?.stringValue)
    let bytes = try program.read("r.html")
    let again = try program.shell("imagepool() { \"$imagepool\" \"$@\"; }; rm r.html; \(command)")
    #expect(again.status == 1)
    #expect(try program.read("r.html") == bytes)
  }

  @Test func replacesOnlyWhatItMay() throws {
    try program.write(Array("mine".utf8), "r.html")
    let refused = try program.run("compare", "a.png", "a.png", "-o", "r.html")
    #expect(refused.status == 64)
    #expect(refused.error == "imagepool: r.html exists; give another name, or --overwrite to replace it\n")
    #expect(try program.read("r.html") == Array("mine".utf8))
    #expect(try program.run("compare", "a.png", "a.png", "-o", "r.html", "--overwrite").status == 0)
    try program.write(try program.read("a.png"), "picture.html")
    let input = try program.run("compare", "picture.html", "a.png", "-o", "picture.html", "--overwrite")
    #expect(input.status == 64)
    #expect(try program.read("picture.html") == program.read("a.png"))
  }

  @Test func standardInputCanBeOneOfThem() throws {
    let result = try program.run(["compare", "-", "a.png", "-o", "r.html"], input: try program.read("a.png"))
    #expect(result.status == 0)
    #expect(try PageReader(try program.read("r.html")).data["first_name"]?.stringValue == "-")
  }
}
