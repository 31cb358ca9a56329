import Foundation
import Testing

@testable import ReportPages

/// Pages put together from the embedded files.
@Suite struct ReportPageTests {
  private static func text(_ page: ReportPage) -> String { String(decoding: page.encoded(), as: UTF8.self) }

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/CPageFiles")

  /// Every style and script of the folders is embedded as it is, and used by some template.
  @Test func everyFileIsEmbeddedAndUsed() throws {
    var used: Set<String> = []
    for kind in ReportPage.Kind.allCases {
      for part in PageTemplate.parts(of: PageAssets.template(kind)) {
        switch part {
        case .style(let name), .script(let name): used.insert(name)
        default: break
        }
      }
      used.insert("\(kind.rawValue).html")
    }
    used.insert("sheet-pieces.html")
    var found: Set<String> = []
    for folder in ["Shared", "Inspect", "Compare", "Sheet"] {
      let folder = Self.sources.appendingPathComponent(folder)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        found.insert(name)
        let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
        #expect(PageAssets.file(name) == bytes, "\(name) is embedded as it is")
      }
    }
    #expect(found == used, "files that no page has, or that are not there")
  }

  @Test(arguments: ReportPage.Kind.allCases)
  func wholePages(_ kind: ReportPage.Kind) {
    let page = Self.text(
      ReportPage(
        kind, texts: ["title": "<a> & \"b\" {{data}}"], json: Array("{\"x\":\"</script><!--\"}".utf8),
        blocks: [("p-0", [0, 1, 2, 255])]))
    #expect(page.hasPrefix("<!doctype html>"))
    let title = "&lt;a&gt; &amp; &quot;b&quot; {{data}}"
    #expect(page.contains("<title>\(title)</title>"), "text is text, marks and all")
    if PageTemplate.parts(of: PageAssets.template(kind)).contains(.data) {
      #expect(page.contains("id=\"data\">{\"x\":\"\\u003c/script>\\u003c!--\"}</script>"))
      #expect(page.contains("id=\"block-p-0\">AAEC/w==</script>"))
    }
    let rest = page.replacingOccurrences(of: title, with: "")
    for mark in ["{{style", "{{script", "{{text", "{{data", "{{content", "{{policy"] {
      #expect(!rest.contains(mark), "\(mark) is left")
    }
    // Nothing is loaded from anywhere.
    for mark in [" src=\"http", " href=\"http", "@import", "url(http"] {
      #expect(!page.contains(mark), "\(mark)")
    }
    #expect(page.contains("Content-Security-Policy"))
    #expect(page.contains("default-src 'none'"))
  }

  static let base64: [(bytes: [UInt8], text: String, reason: String)] = [
    ([], "", "nothing"), ([0x66], "Zg==", "one left over"), ([0x66, 0x6F], "Zm8=", "two left over"),
    ([0x66, 0x6F, 0x6F], "Zm9v", "a group"), ([0xFB, 0xEF, 0xFF], "++//", "the last letters"),
  ]

  @Test(arguments: base64.indices)
  func base64Text(_ place: Int) {
    let (bytes, text, reason) = Self.base64[place]
    var page: [UInt8] = []
    Base64Text.append(bytes, to: &page)
    #expect(String(decoding: page, as: UTF8.self) == text, "\(reason)")
    #expect(Base64Text.count(of: bytes.count) == text.utf8.count, "\(reason)")
  }

  @Test func piecesOfAPage() {
    let pieces = PagePieces(
      Array("<!-- of what -->\n<!-- piece a -->\n<b>{{text t}}</b>{{part p}}\n\n<!-- piece b -->\nx\n".utf8))
    #expect(pieces.names == ["a", "b"])
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    #expect(text(pieces.filled("b")) == "x", "without its line break")
    let filled = pieces.filled("a", ["t": "<&{{part p}}"], parts: ["p": Array("<i>{{text t}}</i>".utf8)])
    #expect(
      text(filled) == "<b>&lt;&amp;{{part p}}</b><i>{{text t}}</i>\n",
      "texts are text, and nothing is put in twice")
    #expect(PagePieces(of: .sheet).names.count == 14)
  }

  @Test func partsOfATemplate() {
    let parts = PageTemplate.parts(of: Array("a{{style x.css}}{b}{{text t}}{{data}}{{part p}}{{".utf8))
    #expect(
      parts == [
        .literal(Array("a".utf8)), .style("x.css"), .literal(Array("{b}".utf8)), .text("t"), .literal([]),
        .data, .literal([]), .part("p"), .literal(Array("{{".utf8)),
      ])
  }
}
