import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// `imagepool sheet`: a real batch with failures, its refusals, and manifests that somebody else wrote, through the built program.
@Suite("imagepool sheet")
struct SheetTests {
  private let batch: ThumbnailBatch
  private var program: Program { batch.program }

  /// `in` holds two pictures, a text and a torn JPEG; `out` their thumbnails, and `m.jsonl` the record.
  init() throws {
    batch = try ThumbnailBatch()
    try batch.write("in/a.png", "in/b.jpg")
    try program.write(Array("no picture\n".utf8), "in/text.png")
    try program.write(Array(try ThumbnailBatch.jpeg(size: 64).prefix(700)), "in/torn.jpg")
    let made = try batch.run("in", "--manifest", "m.jsonl", "--jobs", "1")
    #expect(made.status == 1)
    try program.write(Array("a text\n".utf8), "text.txt")
    try program.write([], "empty.jsonl")
    try program.write(Array("{}\nnothing\n".utf8), "garbage.jsonl")
    try program.write(Array("none\n".utf8), "bare/readme.txt")
    let manifest = try program.read("m.jsonl")
    for name in ["two/a.jsonl", "two/b.jsonl"] { try program.write(manifest, name) }
    try program.write(try program.read("out/a.png"), "taken.png")
    try program.write(Array("mine\n".utf8), "taken.html")
  }

  @Test(arguments: refusals)
  func refuses(_ refusal: Refusal) throws {
    try program.write(try program.read("m.jsonl"), "page.html")
    try FileManager.default.createSymbolicLink(
      atPath: program.folder + "/link.png", withDestinationPath: "out/a.png")
    try program.write([], "folder.html/x")
    try program.write(try program.read("out/a.png"), "copy/a.png")
    try FileManager.default.createSymbolicLink(
      atPath: program.folder + "/copied.png", withDestinationPath: "copy/a.png")
    try program.write(try program.read("in/a.png"), "moved/in/c.png")
    try program.write(try program.read("out/a.png"), "moved/out/a.png")
    try program.write(
      Array(#"{"schema":1,"input":"in/c.png","output":"out/a.png","status":"ok","error":null}"#.utf8),
      "moved/m.jsonl")
    let before = try contents()
    let result = try program.run(["sheet"] + refusal.line.split(separator: " ").map(String.init))
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error == "imagepool: \(refusal.words)\n")
    #expect(try contents() == before)
  }

  @Test(
    arguments: [
      ("--cell 15", "give 16 to 1024"), ("--cell 1025", "give 16 to 1024"), ("--columns 65", "give 1 to 64"),
      ("--limit 0", "give a whole number of at least 1"),
      ("--only unreadable", "there are ok, warned, failed, skipped"),
      ("--no-manifest", "--manifest and --no-manifest contradict each other; leave one out"),
    ])
  func refusesValues(_ option: String, _ words: String) throws {
    let result = try program.run(
      ["sheet", "out", "--manifest", "m.jsonl", "-o", "s.png"] + option.split(separator: " ").map(String.init)
    )
    #expect(result.status == 64 && result.error.contains(words), "\(result.error)")
    #expect(!program.exists("s.png"))
  }

  /// Streams that are the manifest or files of the batch; words on standard error would change one, so there are none.
  @Test(
    arguments: [
      ("--json >> out/a.png", "standard output is an input (out/a.png)"),
      ("--json >> in/a.png", "standard output is an input (in/a.png)"),
      ("--json >> m.jsonl", "standard output is an input (m.jsonl)"),
      ("--no-manifest --json >> out/a.png", "standard output is an input (out/a.png)"),
      ("2>> m.jsonl", ""), ("2>> out/a.png", ""),
    ])
  func refusesStreams(_ end: String, _ words: String) throws {
    let before = try contents()
    let manifest = end.contains("--no-manifest") ? "" : "--manifest m.jsonl"
    let result = try program.shell("\"$imagepool\" sheet out \(manifest) -o s.html \(end)")
    #expect(result.status == 64)
    #expect(
      result.error
        == (words.isEmpty
          ? "" : "imagepool: \(words), and inputs are never changed; redirect it elsewhere\n"))
    #expect(try contents() == before)
  }

  /// Standard output is full, closed, or its reader went away: the sheet is there.
  @Test(
    arguments: [
      ("> /dev/full", 1, "imagepool: cannot write to standard output: No space left on device\n"),
      (">&-", 1, "imagepool: cannot write to standard output: Bad file descriptor\n"),
    ] as [(String, Int32, String)])
  func tellsOfItsStandardOutput(_ end: String, _ status: Int32, _ words: String) throws {
    let result = try program.shell("\"$imagepool\" sheet out --manifest m.jsonl -o s.html --json \(end)")
    #expect(result.status == status)
    #expect(result.error == words + "s.html: 2 ok, 2 failed: 1 not_an_image, 1 truncated\n")
    #expect(String(decoding: try program.read("s.html"), as: UTF8.self).hasSuffix("</html>\n"))
  }

  // MARK: - A page

  @Test func pageOfABatch() throws {
    let before = try contents()
    let result = try program.run("sheet", "out", "--manifest", "m.jsonl", "-o", "sheet.html", "--json")
    // What failed in the batch is shown; nothing failed here.
    #expect(result.status == 0)
    #expect(result.error == "sheet.html: 2 ok, 2 failed: 1 not_an_image, 1 truncated\n")
    let page = String(decoding: try program.read("sheet.html"), as: UTF8.self)
    for (name, type) in [("out/a.png", "png"), ("out/b.jpg", "jpeg")] {
      let encoded = Data(try program.read(name)).base64EncodedString()
      #expect(page.contains("src=\"data:image/\(type);base64,\(encoded)\""), "the file as it is")
    }
    #expect(page.components(separatedBy: "<li class=").count == 5)
    #expect(page.contains("<strong>not_an_image</strong>") && page.contains("<strong>truncated</strong>"))
    #expect(page.contains("Content-Security-Policy") && !page.contains("{{"))
    let lines = try result.objects()
    #expect(lines.count == 5)
    #expect(
      lines.dropLast().map { $0["input"] as? String } == [
        "in/a.png", "in/b.jpg", "in/text.png", "in/torn.jpg",
      ])
    #expect(lines.dropLast().map { $0["has_picture"] as? Bool } == [true, true, false, false])
    #expect(lines.dropLast().allSatisfy { $0["row"] is NSNull })
    let last = try #require(lines.last)
    #expect(
      last["counts"] as? [String: Int] == ["ok": 2, "warned": 0, "failed": 2, "skipped": 0, "unreadable": 0])
    #expect(last["kinds"] as? [String: Int] == ["not_an_image": 1, "truncated": 1])
    #expect(last["status"] as? String == "ok" && last["inputs"] as? Int == 4)
    // Nothing else was written or changed.
    var after = try contents()
    after["sheet.html"] = nil
    #expect(after == before)
  }

  @Test(arguments: ["html", "png"])
  func isTheSameEveryTimeAndReplacesWhatItMay(_ form: String) throws {
    let arguments = ["sheet", "out", "--manifest", "m.jsonl", "-o"]
    #expect(try program.run(arguments + ["one.\(form)"]).status == 0)
    try program.write(Array("old".utf8), "two.\(form)")
    #expect(try program.run(arguments + ["two.\(form)"]).status == 64)
    #expect(try program.read("two.\(form)") == Array("old".utf8))
    #expect(try program.run(arguments + ["two.\(form)", "--overwrite"]).status == 0)
    #expect(try program.read("one.\(form)") == program.read("two.\(form)"))
  }

  /// Pictures that are large go into a page as thumbnails, and orientation is applied.
  @Test func largePicturesAreFitted() throws {
    let planes = Pictures.planes(channels: 3, size: Size(height: 300, width: 200))
    try program.write(try Pictures.encoded(planes, as: .png(PNGEncoding(compression: 0))), "large/opaque.png")
    try program.write(
      try Pictures.encoded(
        Pictures.planes(channels: 4, size: Size(height: 200, width: 300)),
        as: .png(PNGEncoding(compression: 0))),
      "large/seen-through.png")
    for name in ["opaque", "seen-through"] { #expect(try program.read("large/\(name).png").count > 32 << 10) }
    let result = try program.run("sheet", "large", "-o", "sheet.html", "--cell", "60")
    #expect(result.status == 0 && result.error == "sheet.html: 2 ok\n")
    let page = String(decoding: try program.read("sheet.html"), as: UTF8.self)
    #expect(page.contains("width=\"40\" height=\"60\" decoding=\"async\" src=\"data:image/jpeg;base64,"))
    #expect(page.contains("width=\"60\" height=\"40\" decoding=\"async\" src=\"data:image/png;base64,"))
    #expect(page.contains("200×300") && page.contains("300×200"))
  }

  // MARK: - A grid

  @Test func gridOfABatch() throws {
    let result = try program.run(
      "sheet", "out", "--manifest", "m.jsonl", "-o", "sheet.png", "--cell", "16", "--columns", "3", "--json")
    #expect(result.status == 0)
    let lines = try result.objects()
    #expect(
      lines.dropLast().map { [$0["row"] as? Int, $0["column"] as? Int] } == [
        [0, 0], [0, 1], [0, 2], [1, 0],
      ])
    let (tensor, color) = try Pictures.decoded(try program.read("sheet.png"))
    let sheet = try #require(tensor.planes(as: UInt8.self))
    // Two rows of three cells of 16, and gaps of 8.
    #expect(color == .rgb && sheet.size == Size(height: 56, width: 80))
    func pixel(_ row: Int, _ column: Int) -> [UInt8] { (0..<3).map { sheet[$0, row, column] } }
    // The thumbnail of 4x4 in the middle of the first cell, sample by sample.
    let thumbnail = try #require(
      try Pictures.decoded(try program.read("out/a.png")).tensor.planes(as: UInt8.self))
    for row in 0..<4 {
      for column in 0..<4 {
        #expect(pixel(8 + 6 + row, 8 + 6 + column) == (0..<3).map { thumbnail[$0, row, column] })
      }
    }
    #expect(pixel(9, 9) == [255, 255, 255] && pixel(0, 0) == [233, 235, 238])
    // The failed ones are crossed, and the places behind the last cell are empty.
    for (row, column) in [(0, 2), (1, 0)] {
      let (top, left) = (8 + 24 * row, 8 + 24 * column)
      #expect(pixel(top + 8, left + 8) == [179, 38, 30] && pixel(top, left) == [179, 38, 30])
      #expect(pixel(top + 4, left + 8) == [249, 222, 220])
    }
    #expect(pixel(40, 40) == [233, 235, 238] && pixel(55, 79) == [233, 235, 238])
  }

  // MARK: - Choosing

  @Test(
    arguments: [
      (["--only", "failed"], ["in/text.png", "in/torn.jpg"], "; 2 of 4 are shown"),
      (["--only", "warned"], [], "; 0 of 4 are shown"),
      (["--limit", "3"], ["in/a.png", "in/b.jpg", "in/text.png"], "; 3 of 4 are shown"),
      (["--only", "failed", "--only", "ok", "--limit", "1"], ["in/a.png"], "; 1 of 4 are shown"),
    ])
  func chooses(_ options: [String], _ inputs: [String], _ end: String) throws {
    for form in ["html", "png"] {
      let result = try program.run(
        ["sheet", "out", "--manifest", "m.jsonl", "-o", "s.\(form)", "--json"] + options)
      #expect(result.status == 0)
      #expect(result.error == "s.\(form): 2 ok, 2 failed: 1 not_an_image, 1 truncated\(end)\n")
      #expect(try result.objects().dropLast().map { $0["input"] as? String } == inputs)
    }
  }

  /// Where the manifest is looked for.
  @Test func findsTheManifest() throws {
    func manifest(_ folder: String) throws -> String? {
      let result = try program.run("sheet", folder, "-o", "s.html", "--overwrite", "--json")
      return try result.objects().last?["manifest"] as? String
    }
    #expect(try manifest("out") == nil, "none there")
    // A list of something else is none.
    try program.write(Array(#"{"file_name":"a.png","text":"x"}"#.utf8), "out/metadata.jsonl")
    #expect(try manifest("out") == nil)
    try program.write(try program.read("m.jsonl"), "out/only.jsonl")
    #expect(try manifest("out") == "out/only.jsonl")
    try program.write(try program.read("m.jsonl"), "out/manifest.jsonl")
    #expect(try manifest("out") == "out/manifest.jsonl", "the usual name goes first")
    let listed = try program.run("sheet", "out", "--no-manifest", "-o", "s.html", "--overwrite", "--json")
    #expect(try listed.objects().dropLast().map { $0["output"] as? String } == ["out/a.png", "out/b.jpg"])
  }

  /// A directory that was moved, or is seen from elsewhere.
  @Test func findsOutputsThatWereMoved() throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: program.folder + "/far/away", withIntermediateDirectories: true)
    try manager.copyItem(atPath: program.folder + "/out", toPath: program.folder + "/far/away/out")
    try manager.moveItem(atPath: program.folder + "/out", toPath: program.folder + "/renamed")
    for folder in ["far/away/out", "renamed", program.folder + "/renamed"] {
      let result = try program.run("sheet", folder, "--manifest", "m.jsonl", "-o", "s.html", "--overwrite")
      #expect(
        result.status == 0 && result.error == "s.html: 2 ok, 2 failed: 1 not_an_image, 1 truncated\n",
        "\(folder)")
    }
  }

  private func contents() throws -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    for name in try program.files() { result[name] = try program.read(name) }
    return result
  }
}
