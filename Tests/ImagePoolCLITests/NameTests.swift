import Foundation
import PoolingEngine
import TestSupport
import Testing

/// Names of every sort reach the file they name.
@Suite struct NameTests {
  private let program: Program
  private let picture: [UInt8]

  init() throws {
    program = try Program()
    picture = try Pictures.encoded(Pictures.planes(channels: 1, size: Size(height: 8, width: 8)))
    try program.write(picture, "plain.png")
  }

  @Test func aNameThatIsNotUTF8() throws {
    let result = try program.shell(
      """
      name=$(printf 'caf\\351 \\377.png')
      cp plain.png "$name" || exit 9
      "$imagepool" pool --op max --kernel 2 "$name" -o out/ --dump csv --json || exit 1
      test -s "$(printf 'out/caf\\351 \\377.png')" && test -s "$(printf 'out/caf\\351 \\377.csv')"
      """)
    #expect(result.status == 0, "\(result.error)")
    let report = try #require(try result.objects().first)
    #expect(report["input"] as? String == "caf\u{FFFD} \u{FFFD}.png")
    let encoded = report["input_bytes"] as? String
    let bytes = try #require(Data(base64Encoded: encoded ?? ""))
    #expect(Array(bytes) == Array("caf".utf8) + [0xE9, 0x20, 0xFF] + Array(".png".utf8))
    #expect(report["output_bytes"] is String)
  }

  @Test func controlCharactersDoNotReachTheTerminal() throws {
    let name = "a\n\u{1B}[31mb.png"
    try program.write(Array("nothing".utf8), name)
    let shown = "a\\n\\x1b[31mb.png"
    let failed = try program.run("pool", "--op", "max", "--kernel", "2", name, "-o", "x.png", "--json")
    #expect(failed.status == 1)
    #expect(failed.error.hasPrefix("imagepool: \(shown): is a text"), "\(failed.error)")
    #expect(try failed.objects().first?["input"] as? String == name, "JSON has escapes of its own")
    try program.write(picture, name)
    let info = try program.run("info", name)
    #expect(info.outputText.hasPrefix("\(shown): PNG 8x8"))
    let refused = try program.run("pool", "--op", "max", "--kernel", "2", name)
    #expect(refused.status == 64)
    let line = refused.error.split(separator: "\n").last.map { $0.trimmingPrefix { $0 == " " } } ?? ""
    let result = try program.shell("imagepool() { \"$imagepool\" \"$@\"; }\n" + line)
    #expect(result.status == 0, "\(line): \(result.error)")
    #expect(program.exists("pooled.png"))
  }

  @Test func anOutputThatIsNotUTF8() throws {
    let result = try program.shell(
      """
      "$imagepool" pool --op max --kernel 2 plain.png -o "$(printf 'n\\344me.png')"
      test -s "$(printf 'n\\344me.png')"
      """)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func aFailureNamesTheFileReadably() throws {
    let result = try program.shell(
      "\"$imagepool\" pool --op max --kernel 2 \"$(printf 'n\\344me.png')\" -o out/")
    #expect(result.status == 1)
    #expect(
      result.error
        == "imagepool: n\u{FFFD}me.png: cannot be read: No such file or directory; check the name\n")
  }

  static let odd = [
    "with space.png", "UPPER.PNG", "{stem}.png", "{ext}{nothing}.png", "a.b.c.png", "new\nline.png",
    "ünïcödé.png",
    "quote'\".png", "%s%n.png", "\u{10FE41}.png", "nodot",
  ]

  @Test(arguments: odd)
  func oddNames(_ name: String) throws {
    try program.write(picture, "in/" + name)
    let result = try program.run("pool", "--op", "max", "--kernel", "2", "in/" + name, "-o", "out/", "--json")
    #expect(result.status == 0, "\(result.error)")
    let stem = name.hasSuffix(".png") || name.hasSuffix(".PNG") ? String(name.dropLast(4)) : name
    #expect(try program.files().filter { $0.hasPrefix("out/") } == ["out/\(stem).png"])
    #expect(try result.objects().first?["input"] as? String == "in/" + name)
  }

  @Test func aLeadingDash() throws {
    try program.write(picture, "-dash.png")
    try program.write(picture, "--op")
    for arguments in [["-o", "out/", "--", "-dash.png", "--op"], ["-o", "out2/", "./-dash.png", "./--op"]] {
      let result = try program.run(["pool", "--op", "max", "--kernel", "2"] + arguments)
      #expect(result.status == 0, "\(result.error)")
    }
    #expect(
      try program.files().filter { $0.hasPrefix("out") }
        == ["out/--op.png", "out/-dash.png", "out2/--op.png", "out2/-dash.png"])
    let output = try program.run("pool", "--op", "max", "--kernel", "2", "plain.png", "-o", "-dash-out.png")
    #expect(output.status == 0, "\(output.error)")
    #expect(program.exists("-dash-out.png"))
  }

  struct Pattern: CustomTestStringConvertible {
    let pattern: String
    let files: [String]
    var testDescription: String { pattern }
  }

  static let patterns = [
    Pattern(pattern: "{stem}", files: ["a.csv", "a.png", "b.csv", "b.png"]),
    Pattern(pattern: "{stem}.{ext}", files: ["a.png.csv", "a.png.png", "b.PNG.csv", "b.PNG.png"]),
    Pattern(pattern: "{index}-{parent}", files: ["1-in.csv", "1-in.png", "2-in.csv", "2-in.png"]),
    // A pattern that ends in the format's extension is taken at its word.
    Pattern(
      pattern: "{stem}-small.png", files: ["a-small.csv", "a-small.png", "b-small.csv", "b-small.png"]),
  ]

  @Test(arguments: patterns)
  func patternsOfNames(_ example: Pattern) throws {
    try program.write(picture, "in/a.png")
    try program.write(picture, "in/b.PNG")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "in/a.png", "in/b.PNG", "-o", "out", "--name", example.pattern,
      "--dump",
      "csv")
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.files().filter { $0.hasPrefix("out") } == example.files.map { "out/\($0)" })
  }

  @Test func overwriteGoesThroughLinks() throws {
    try program.write([1, 2, 3], "deep/real.png")
    _ = try program.shell("ln -s deep/real.png link.png")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "plain.png", "-o", "link.png", "--overwrite")
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.read("deep/real.png").starts(with: [0x89, 0x50]))
    #expect(try program.shell("test -L link.png").status == 0)
    #expect(try program.files() == ["deep/real.png", "link.png", "plain.png"])
  }

  @Test func overwriteReplacesAndKeepsPermissions() throws {
    try program.write([1, 2, 3], "old.png")
    _ = try program.shell("chmod 640 old.png")
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "plain.png", "-o", "old.png", "--overwrite")
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.read("old.png").starts(with: [0x89, 0x50]))
    #expect(try program.shell("stat -c %a old.png 2>/dev/null || stat -f %Lp old.png").outputText == "640\n")
    #expect(try program.files() == ["old.png", "plain.png"], "no temporary file may stay")
  }
}
