import Foundation
import TestSupport
import Testing

/// Which files a batch takes, and where their outputs go.
@Suite struct ThumbnailInputTests {
  private let batch: ThumbnailBatch
  private var program: Program { batch.program }

  init() throws { batch = try ThumbnailBatch() }

  @Test func directoriesAreWalkedAndMirrored() throws {
    try batch.write("in/b.png", "in/a/x.jpg", "in/a/deep/y.JPEG", "in/noextension-png")
    try program.write(Array("no picture".utf8), "in/readme.txt")
    try program.write(Array("no picture".utf8), "in/fake.MPO")
    let result = try program.shell(
      """
      mv in/noextension-png in/plain && mkfifo in/pipe.png && mkdir in/empty
      ln -s ../in in/a/loop && ln -s b.png in/link.png && ln -s nowhere.png in/dangling.png
      "$imagepool" thumbnail in -o out --fit 4 --json
      """)
    #expect(result.status == 1, "the text that is named like a picture fails")
    // Sorted by bytes within each directory; `plain` is taken for what it begins with.
    #expect(
      try result.objects().map { $0["input"] as? String }.sorted { ($0 ?? "") < ($1 ?? "") } == [
        "in/a/deep/y.JPEG", "in/a/x.jpg", "in/b.png", "in/fake.MPO", "in/link.png", "in/plain",
      ])
    #expect(try batch.outputs() == ["a/deep/y.JPEG", "a/x.jpg", "b.png", "link.png", "plain.png"])
    // The text, the pipe, the dangling link and the link to a directory.
    #expect(result.error.contains("5 done, 1 failed: 1 not_an_image; 4 ignored"))
  }

  @Test func aNamedFileIsAlwaysAnInput() throws {
    try batch.write("a.png")
    try program.write(Array("text".utf8), "notes.txt")
    let result = try batch.run("a.png", "notes.txt", "missing.jpg")
    #expect(result.status == 1)
    #expect(result.error.contains("notes.txt: is a text"))
    #expect(result.error.contains("missing.jpg: cannot be read: No such file"))
    #expect(result.error.contains("1 done, 2 failed: 1 not_an_image, 1 unreadable"))
    #expect(try batch.outputs() == ["a.png"])
  }

  @Test func theOutputDirectoryIsNotFedBack() throws {
    try batch.write("a.png", "sub/b.png")
    for _ in 0..<2 {
      let result = try program.run("thumbnail", ".", "-o", "sub/out", "--fit", "4", "--overwrite")
      #expect(result.status == 0)
      #expect(try program.files() == ["a.png", "sub/b.png", "sub/out/a.png", "sub/out/sub/b.png"])
    }
    let result = try program.run("thumbnail", ".", "-o", "./", "--fit", "4", "--name", "{stem}-small")
    #expect(result.status == 64, "results would be inputs of the next run")
  }

  @Test(arguments: [("\n", "a line break"), ("\0", "a zero byte")])
  func listsOfNames(separator: String, reason: String) throws {
    try batch.write("a.png", "d/b.jpg", "-c.png")
    let list = Array((["a.png", "", "./d/b.jpg", "-c.png"].joined(separator: separator) + separator).utf8)
    #expect(try batch.run("--from", "-", input: list).status == 0)
    #expect(try batch.outputs() == ["-c.png", "a.png", "b.jpg"])
    try program.write(Array(list.dropLast()), "list")
    let result = try batch.run("--from", "list", "--update")
    #expect(
      result.error == "imagepool: 0 done, 3 up to date\n", "the last name need not be ended by \(reason)")
    let piped = try program.shell(
      "\"$imagepool\" thumbnail -o out --fit 4 --update --from <(cat list)")
    #expect(piped.error == "imagepool: 0 done, 3 up to date\n")
  }

  /// Names are bytes.
  @Test func hostileNames() throws {
    try program.write(try ThumbnailBatch.png(), "p")
    let long = String(repeating: "x", count: 251) + ".png"
    let names = [
      "$'in/inv\\xff\\xfealid.png'", "$'in/line\\nbreak.png'", "in/-dash.png", "in/'{stem}{}.png'",
      "in/\(long)",
      "in/' space .png'", "in/.hidden.png", "$'in/esc\\e[2J.png'",
    ]
    let result = try program.shell(
      """
      mkdir in; for name in \(names.joined(separator: " ")); do cp p "$name"; done
      "$imagepool" thumbnail in -o out --fit 4 --manifest m.jsonl --name '{dir}/{stem}.{ext}' || exit 9
      (cd in && find . -type f -print0 | LC_ALL=C sort -z) > expected
      (cd out && find . -type f -print0 | LC_ALL=C sort -z) > found
      cmp expected found && "$imagepool" thumbnail in -o out --fit 4 --resume m.jsonl
      """)
    #expect(result.status == 0)
    #expect(!result.error.contains("\u{1B}"), "no terminal obeys a file's name")
    #expect(result.error.hasSuffix("0 done, 8 left as they were\n"))
    #expect(try batch.lines().filter { $0["input_bytes"] != nil }.count == 1)
  }

  /// Nothing is written outside of the output directory.
  @Test(arguments: [
    (["../up.png"], [] as [String], ["up.png"], "only the last part of a name counts"),
    (["../up.png"], ["--name", "{dir}/{stem}"], ["up.png"], "dots in a name lead nowhere"),
    (["sub/../sub/a.png"], ["--name", "{dir}/{stem}"], ["sub/sub/a.png"], "not even inside"),
    (["../up.png"], ["--name", "{parent}/{stem}"], ["up.png"], "a parent of dots is no name"),
    (["sub/a.png"], ["--name", "x/{dir}/{width}x{height}-{index}.{ext}"], ["x/sub/4x4-1.png"], "all fields"),
    (["sub/a.png"], ["--name", "{stem}.jpg"], ["a.jpg.png"], "another format's extension is none"),
    (["sub/a.png"], ["--format", "jpeg"], ["a.jpg"], "the extension follows the format"),
  ])
  func namesStayInside(inputs: [String], options: [String], expected: [String], reason: String) throws {
    try batch.write("here/sub/a.png", "up.png")
    try FileManager.default.createDirectory(
      atPath: program.folder + "/here/out", withIntermediateDirectories: true)
    let words = (inputs + options).map { "'\($0)'" }.joined(separator: " ")
    let result = try program.shell("cd here && \"$imagepool\" thumbnail -o ../out --fit 4 \(words)")
    #expect(result.status == 0, "\(result.error)")
    #expect(try batch.outputs() == expected, "\(reason)")
  }

  @Test func anAbsoluteNameIsMirroredInside() throws {
    try batch.write("sub/a.png")
    let place = program.folder + "/sub/a.png"
    #expect(try batch.run(place).status == 0)
    #expect(try batch.run(place, "--name", "{dir}/{stem}").status == 0)
    let outputs = try batch.outputs()
    #expect(outputs.count == 2 && outputs.contains("a.png"))
    #expect(outputs.contains { $0.hasSuffix("/sub/a.png") })
  }

  @Test func linksLeadNowhere() throws {
    try batch.write("in/a/x.png", "in/y.png")
    let result = try program.shell(
      """
      mkdir out elsewhere && ln -s ../elsewhere out/a
      "$imagepool" thumbnail in -o out --fit 4
      """)
    #expect(result.status == 1)
    #expect(result.error.contains("out/a is a link, and links below the output directory are not followed"))
    #expect(try batch.outputs().contains("y.png"))
    #expect(try !program.files().contains { $0.hasPrefix("elsewhere/") })
    // A link under an output's own name is taken, and with --overwrite it is replaced, not followed.
    let second = try program.shell(
      """
      rm out/a out/y.png; echo precious > elsewhere/file && ln -s ../elsewhere/file out/y.png
      "$imagepool" thumbnail in -o out --fit 4; echo $?
      "$imagepool" thumbnail in -o out --fit 4 --overwrite && cat elsewhere/file
      """)
    #expect(second.outputText == "64\nprecious\n")
    #expect(ThumbnailBatch.isComplete(try program.read("out/y.png")))
  }
}
