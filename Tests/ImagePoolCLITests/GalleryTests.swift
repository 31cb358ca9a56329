import Foundation
import Testing

/// docs/gallery.md and its pictures are what the program makes of the gallery's table.
@Suite("docs/gallery.md")
struct GalleryTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The table's lines that make a picture.
  static let entries: [[String]] = {
    let table = root.appendingPathComponent("docs/gallery/gallery.tsv")
    let text = (try? String(contentsOf: table, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { $0.components(separatedBy: "\t") }.filter {
      !$0[0].hasPrefix("# ")
    }
  }()

  @Test func pageAndPicturesAreWhatTheProgramMakes() throws {
    #expect(Self.entries.count >= 30)
    let program = try Program()
    let root = Self.root.path
    let made = try program.shell(
      """
      "\(root)/Scripts/gallery.sh" "$imagepool" "\(Program.samples)" "\(root)/docs/gallery/gallery.tsv" docs/gallery
      """)
    try #require(made.status == 0, "\(made.error)")
    let page = try String(contentsOf: Self.root.appendingPathComponent("docs/gallery.md"), encoding: .utf8)
    #expect(String(decoding: try program.read("docs/gallery.md"), as: UTF8.self) == page)
    // What a JPEG decodes to belongs to the libjpeg release.
    for entry in Self.entries + [["spheres", "spheres"]] {
      let compared = try program.run([
        "compare", "\(root)/docs/gallery/\(entry[0]).png", "docs/gallery/\(entry[0]).png",
        "--max-abs", entry[1] == "sky" ? "3" : "0",
      ])
      #expect(compared.status == 0, "\(entry[0]): \(compared.outputText)\(compared.error)")
    }
    let pictures = try FileManager.default.contentsOfDirectory(atPath: "\(root)/docs/gallery")
      .filter { $0.hasSuffix(".png") }
    #expect(
      Set(pictures) == Set((Self.entries.map { $0[0] } + ["spheres"]).map { "\($0).png" }),
      "a picture that the table does not make, or makes and is not there")
  }
}
