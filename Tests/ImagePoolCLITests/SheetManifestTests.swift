import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Manifests that a killed run left, that somebody else wrote, or whose pictures are not what they were.
@Suite("imagepool sheet: manifests")
struct SheetManifestTests {
  private let program: Program

  init() throws {
    program = try Program()
    try program.write(try ThumbnailBatch.png(1, size: 20), "out/a.png")
    try program.write(try ThumbnailBatch.jpeg(2, size: 20), "out/sub/b.jpg")
    try program.write(try ThumbnailBatch.png(3, size: 20), "elsewhere/secret.png")
  }

  /// A line of a manifest.
  static func line(_ output: String, _ more: String = "", input: String = "in/x.png", status: String = "ok")
    -> String
  {
    #"{"schema":1,"input":"\#(input)","output":\#(output),"status":"\#(status)","error":null\#(more)}"#
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let manifest: String
    var status: Int32 = 0
    /// Of the cells in order: status, and kind of error.
    let cells: [String]
    /// The last line on standard error, behind the sheet's name.
    let words: String
  }

  static let cases = [
    Case(testDescription: "one", manifest: line(#""out/a.png""#) + "\n", cells: ["ok"], words: "1 ok"),
    Case(
      testDescription: "without its last line break", manifest: line(#""out/a.png""#), cells: ["ok"],
      words: "1 ok"),
    Case(
      testDescription: "the last line of an input counts",
      manifest: line("null", #","x":1"#, status: "failed") + "\n" + line(#""out/a.png""#) + "\n",
      cells: ["ok"], words: "1 ok"),
    Case(
      testDescription: "torn", manifest: line(#""out/a.png""#) + "\n" + #"{"schema":1,"input":"in/y"#,
      status: 1,
      cells: ["ok"], words: "1 ok; its last line is torn"),
    Case(
      testDescription: "lines that are none",
      manifest: "garbage\n" + line(#""out/a.png""#) + "\n[1]\n\u{1}\n\n{\"schema\":2}\n", status: 1,
      cells: ["ok"],
      words: "1 ok; 4 lines of the manifest are none (the first: 1)"),
    Case(
      testDescription: "blank lines, and a mark of the byte order",
      manifest: "\u{FEFF}" + line(#""out/a.png""#) + "\n\n \r\n"
        + line(#""out/sub/b.jpg""#, input: "in/y.png") + "\n\n",
      cells: ["ok", "ok"], words: "2 ok"),
    Case(
      testDescription: "missing", manifest: line(#""out/gone.png""#) + "\n", status: 1,
      cells: ["unreadable missing"],
      words: "1 unreadable: 1 missing"),
    Case(
      testDescription: "no picture any more", manifest: line(#""out/text.png""#) + "\n", status: 1,
      cells: ["unreadable not_an_image"], words: "1 unreadable: 1 not_an_image"),
    Case(
      testDescription: "cut", manifest: line(#""out/cut.png""#) + "\n", status: 1,
      cells: ["unreadable truncated"],
      words: "1 unreadable: 1 truncated"),
    Case(
      testDescription: "an array under a picture's name", manifest: line(#""out/array.png""#) + "\n",
      status: 1,
      cells: ["unreadable not_an_image"], words: "1 unreadable: 1 not_an_image"),
    Case(
      testDescription: "a directory", manifest: line(#""out/sub""#) + "\n", status: 1,
      cells: ["unreadable unreadable"],
      words: "1 unreadable: 1 unreadable"),
    Case(
      testDescription: "the directory itself", manifest: line(#""out""#) + "\n", status: 1,
      cells: ["unreadable outside"],
      words: "1 unreadable: 1 outside"),
    Case(
      testDescription: "a pipe, which is not waited for", manifest: line(#""out/pipe.png""#) + "\n",
      status: 1,
      cells: ["unreadable unreadable"], words: "1 unreadable: 1 unreadable"),
    Case(
      testDescription: "elsewhere", manifest: line(#""elsewhere/secret.png""#) + "\n", status: 1,
      cells: ["unreadable outside"], words: "1 unreadable: 1 outside"),
    Case(
      testDescription: "elsewhere by ..", manifest: line(#""out/../elsewhere/secret.png""#) + "\n", status: 1,
      cells: ["unreadable outside"], words: "1 unreadable: 1 outside"),
    Case(
      testDescription: "elsewhere from the root", manifest: line(#""/etc/passwd""#) + "\n", status: 1,
      cells: ["unreadable outside"], words: "1 unreadable: 1 outside"),
    Case(
      testDescription: "elsewhere by a link", manifest: line(#""out/link.png""#) + "\n", status: 1,
      cells: ["unreadable outside"], words: "1 unreadable: 1 outside"),
    Case(
      testDescription: "elsewhere by a directory's link", manifest: line(#""out/away/secret.png""#) + "\n",
      status: 1,
      cells: ["unreadable outside"], words: "1 unreadable: 1 outside"),
    Case(
      testDescription: "a link to nothing", manifest: line(#""out/dangling.png""#) + "\n", status: 1,
      cells: ["unreadable missing"], words: "1 unreadable: 1 missing"),
    Case(
      testDescription: "a link within", manifest: line(#""out/within.png""#) + "\n", cells: ["ok"],
      words: "1 ok"),
    Case(
      testDescription: "a zero in the name", manifest: line(#""out/a.png\u0000/../x""#) + "\n", cells: ["ok"],
      words: "1 ok"),
    Case(
      testDescription: "an empty name", manifest: line(#""""#) + "\n", status: 1,
      cells: ["unreadable missing"],
      words: "1 unreadable: 1 missing"),
    Case(testDescription: "without a file", manifest: line("null") + "\n", cells: ["ok"], words: "1 ok"),
    Case(
      testDescription: "a tensor", manifest: line(#""out/a.npy""#, #","output_format":"npy""#) + "\n",
      cells: ["ok"], words: "1 ok"),
    Case(
      testDescription: "of an archive", manifest: line(#""a.png""#, #","archive":"in.tar""#) + "\n",
      cells: ["ok"], words: "1 ok"),
    Case(
      testDescription: "skipped, with its picture", manifest: line(#""out/a.png""#, status: "skipped") + "\n",
      cells: ["skipped"], words: "1 skipped"),
    Case(
      testDescription: "numbers beyond all sizes, and names that stand for markup",
      manifest: line(
        #""out/a.png""#,
        #","width":9223372036854775807,"height":-5,"output_width":1e300,"warnings":[{},7,"<script>alert(1)</script>"]"#,
        input: "</li><script>alert(1)</script>", status: "warned") + "\n", cells: ["warned"],
      words: "1 warned"),
    Case(
      testDescription: "a failure that says nothing", manifest: line("null", status: "failed") + "\n",
      cells: ["failed other"], words: "1 failed: 1 other"),
    Case(
      testDescription: "a status that there is not",
      manifest: line(#""out/a.png""#, status: "unreadable") + "\n" + line(#""out/a.png""#) + "\n", status: 1,
      cells: ["ok"], words: "1 ok; 1 line of the manifest is none (the first: 1)"),
    Case(
      testDescription: "a name that is not UTF-8",
      manifest: #"{"schema":1,"input":"a�.png","input_bytes":"Yf8ucG5n","output":"out/a.png","status":"ok"}"#
        + "\n",
      cells: ["ok"], words: "1 ok"),
  ]

  @Test(arguments: cases)
  func shows(_ one: Case) throws {
    try program.write(Array("text\n".utf8), "out/text.png")
    try program.write(Array(try program.read("out/a.png").dropLast(60)), "out/cut.png")
    try program.write(
      try Pictures.npy(Pictures.planes(channels: 3, size: Size(height: 4, width: 4))), "out/array.png")
    let manager = FileManager.default
    for (link, target) in [
      ("out/link.png", "../elsewhere/secret.png"), ("out/away", "../elsewhere"), ("out/within.png", "a.png"),
      ("out/dangling.png", "nothing"),
    ] { try manager.createSymbolicLink(atPath: program.folder + "/" + link, withDestinationPath: target) }
    #expect(mkfifo(program.folder + "/out/pipe.png", 0o600) == 0)
    try program.write(Array(one.manifest.utf8), "m.jsonl")
    let secret = Data(try program.read("elsewhere/secret.png")).base64EncodedString()
    for form in ["html", "png"] {
      let result = try program.run("sheet", "out", "--manifest", "m.jsonl", "-o", "s.\(form)", "--json")
      #expect(result.status == one.status)
      #expect(result.error.hasSuffix("s.\(form): \(one.words)\n"), "\(result.error)")
      let cells = try result.objects().dropLast().map { cell in
        [cell["status"] as? String, (cell["error"] as? [String: Any])?["kind"] as? String].compactMap { $0 }
          .joined(separator: " ")
      }
      #expect(cells == one.cells)
    }
    let page = String(decoding: try program.read("s.html"), as: UTF8.self)
    #expect(!page.contains(secret) && !page.contains("root:"))
    #expect(!page.contains("<script>alert"))
    #expect(ThumbnailBatch.isComplete(try program.read("s.png")))
  }

  /// A line that no batch writes is passed over without being held.
  @Test func enormousLine() throws {
    let line = Array(Self.line(#""out/a.png""#).utf8)
    let enormous =
      Array(#"{"schema":1,"input":""#.utf8) + Array(repeating: UInt8(ascii: "x"), count: 64 << 20)
    try program.write(enormous + [10] + line + [10] + enormous, "m.jsonl")
    let result = try program.run("sheet", "out", "--manifest", "m.jsonl", "-o", "s.html", "--json")
    #expect(result.status == 1)
    #expect(result.error == "s.html: 1 ok; 2 lines of the manifest are none (the first: 1)\n")
    let peak = try #require(result.objects().last?["peak_memory_bytes"] as? Int)
    #expect(peak < 56 << 20, "64 MB lines, and a peak of \(peak)")
  }

  /// Lines by the ten thousand: counted all, shown as many as asked for, in memory that does not grow with the pictures.
  @Test func manyLines() throws {
    var text = ""
    for number in 0..<10_000 {
      text +=
        Self.line(#""out/a.png""#, input: "in/\(number).png", status: number % 4 == 3 ? "failed" : "ok")
        + "\n"
    }
    try program.write(Array(text.utf8), "m.jsonl")
    let result = try program.run("sheet", "out", "--manifest", "m.jsonl", "-o", "s.html", "--limit", "300")
    #expect(result.status == 0)
    #expect(result.error == "s.html: 7,500 ok, 2,500 failed: 2,500 other; 300 of 10,000 are shown\n")
    let page = String(decoding: try program.read("s.html"), as: UTF8.self)
    #expect(page.components(separatedBy: "<li class=").count == 301)
    #expect(page.contains("300 of them are shown; the counts are of all."))
  }

  /// Of a name that no file can have a beginning is shown.
  @Test func enormousNames() throws {
    let name = String(repeating: "ä/", count: 100_000)
    try program.write(
      Array((Self.line("\"\(name)\"", input: name + "é") + "\n").utf8), "m.jsonl")
    let result = try program.run("sheet", "out", "--manifest", "m.jsonl", "-o", "s.html")
    #expect(result.status == 1)
    let page = try program.read("s.html")
    #expect(page.count < 60_000, "\(page.count) bytes")
    #expect(String(decoding: page, as: UTF8.self).contains("ä/…"))
  }

  /// What a row of cells takes is not there for pictures.
  @Test func memoryIsOfAllTogether() throws {
    // Interlaced, so all of it is held.
    let star = Program.samples + "/siemens-star-adam7.png"
    try FileManager.default.createDirectory(
      atPath: program.folder + "/star", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: star, toPath: program.folder + "/star/a.png")
    for (cell, status) in [("64", 0), ("512", 1)] as [(String, Int32)] {
      let result = try program.run(
        "sheet", "star", "--no-manifest", "-o", "s.png", "--overwrite", "--cell", cell, "--max-memory", "2M")
      #expect(result.status == status, "\(result.error)")
    }
  }

  /// What a killed run left is removed.
  @Test func removesWhatKilledRunsLeft() throws {
    try program.write(Array((Self.line(#""out/a.png""#) + "\n").utf8), "m.jsonl")
    try program.write(Array("half".utf8), ".imagepool-1234.tmp")
    #expect(try program.run("sheet", "out", "--manifest", "m.jsonl", "-o", "s.html").status == 0)
    #expect(!program.exists(".imagepool-1234.tmp"))
  }

  /// A sheet that cannot be written leaves nothing.
  @Test func unwritable() throws {
    try program.write(Array((Self.line(#""out/a.png""#) + "\n").utf8), "m.jsonl")
    let before = try program.files()
    for form in ["html", "png"] {
      let result = try program.run(
        "sheet", "out", "--manifest", "m.jsonl", "-o", "nowhere/s.\(form)", "--json")
      #expect(result.status == 1)
      #expect(
        result.error
          == "imagepool: cannot write nowhere/s.\(form): No such file or directory; create the directory nowhere first\n"
      )
      #expect(try program.files() == before)
      let report = try #require(try result.objects().last)
      #expect(report["status"] as? String == "failed" && report["sheet"] as? String == "nowhere/s.\(form)")
      #expect((report["error"] as? [String: Any])?["kind"] as? String == "unwritable")
    }
  }
}
