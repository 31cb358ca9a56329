import Foundation
import TestSupport
import Testing

/// Every command line of docs/sheet.md, and every example of the command's help, is run as it stands there.
@Suite("docs/sheet.md")
struct SheetPageTests {
  private let program = try! Program()

  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/sheet.md")

  /// The lines of the block that is marked as shell.
  static let lines: [String] = {
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [] }
    let parts = text.components(separatedBy: "```")
    guard parts.count == 3, parts[1].hasPrefix("sh\n") else { return [] }
    return parts[1].components(separatedBy: "\n").dropFirst().filter { !$0.isEmpty }
  }()

  init() throws {
    try program.write(try ThumbnailBatch.png(1, size: 40), "photos/a.png")
    try program.write(try ThumbnailBatch.jpeg(2, size: 40), "photos/b.jpg")
    try program.write(Array("a text\n".utf8), "photos/c.png")
  }

  @Test func linesRunInTheirOrder() throws {
    #expect(Self.lines.count == 5)
    for line in Self.lines {
      let result = try program.shell("imagepool() { \"$imagepool\" \"$@\"; }\n\(line)")
      #expect(result.status == 0, "\(line): \(result.error)")
    }
    for name in ["sheet.html", "trouble.html", "sheet.png", "pictures.html"] { #expect(program.exists(name)) }
    let trouble = String(decoding: try program.read("trouble.html"), as: UTF8.self)
    #expect(trouble.components(separatedBy: "<li class=").count == 2, "the one that failed")
    let cells = String(decoding: try program.read("cells.jsonl"), as: UTF8.self)
    #expect(cells.components(separatedBy: "\n").count == 5)
  }

  @Test func examplesOfTheHelp() throws {
    let made = try program.run(
      "thumbnail", "photos", "-o", "thumbs", "--fit", "16", "--manifest", "thumbs.jsonl")
    #expect(made.status == 1)
    let help = try program.run("sheet", "--help").outputText
    let examples = help.components(separatedBy: "\n").filter { $0.hasPrefix("  imagepool sheet ") }
    #expect(examples.count == 3)
    for line in examples {
      let result = try program.shell("imagepool() { \"$imagepool\" \"$@\"; }\n\(line) --overwrite")
      #expect(result.status == 0, "\(line): \(result.error)")
    }
  }

  /// The page's tables name every field, and no other.
  @Test func fieldsAreThoseOfThePage() throws {
    let made = try program.run(
      "thumbnail", "photos", "-o", "thumbs", "--fit", "16", "--manifest", "thumbs.jsonl")
    #expect(made.status == 1)
    let objects = try program.run(
      "sheet", "thumbs", "--manifest", "thumbs.jsonl", "-o", "sheet.png", "--json"
    ).objects()
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let section = text.components(separatedBy: "## What `--json` says")[1].components(separatedBy: "\n## ")[0]
    for object in objects {
      for name in object.keys where !["libpng", "libjpeg", "zlib", "lcms2", "imagepool"].contains(name) {
        #expect(section.contains("`\(name)`"), "\(name)")
      }
    }
  }
}
