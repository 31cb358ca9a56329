import Foundation
import TestSupport
import Testing

/// A title has no element that keeps a name from turning the text around it, so such characters are written out.
@Suite("Titles of pages")
struct PageTitleTests {
  private let program: Program

  init() throws {
    program = try Program()
    try program.write(try ThumbnailBatch.png(1, size: 8), "a.png")
    let made = try program.shell(
      #"mkdir $'d\xE2\x80\xAE'; cp a.png $'a\xE2\x80\xAEb\tc.png'; cp a.png $'d\xE2\x80\xAE/a.png'"#)
    #expect(made.status == 0, "\(made.error)")
  }

  @Test(arguments: [
    (#"inspect --op max --kernel 2 -o r.html $'a\xE2\x80\xAEb\tc.png'"#, #"max over a\u{202E}b\tc.png"#),
    (#"compare $'a\xE2\x80\xAEb\tc.png' a.png -o r.html"#, #"a\u{202E}b\tc.png and a.png compared"#),
    (#"sheet $'d\xE2\x80\xAE' -o r.html"#, #"Contact sheet of d\u{202E}"#),
  ])
  func turnNothingAround(_ line: String, _ title: String) throws {
    let made = try program.shell("\"$imagepool\" \(line)")
    #expect(made.status == 0, "\(made.error)")
    let page = String(decoding: try program.read("r.html"), as: UTF8.self)
    #expect(page.components(separatedBy: "<title>").last?.components(separatedBy: "</title>").first == title)
  }
}
