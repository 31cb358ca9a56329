import Foundation
import TarArchive
import TestSupport
import Testing

@Suite("imagepool tar: links to pictures with other names")
struct TarLinkTests {
  let program = try! Program()

  /// A file (`image` or `damaged`), or a link to a name.
  private func archive(_ members: [(name: String, what: String)]) throws -> [UInt8] {
    var writer = TarWriter()
    var bytes: [UInt8] = []
    let picture = try ThumbnailBatch.jpeg(2, size: 60)
    for (name, what) in members {
      let words = what.split(separator: " ").map(String.init)
      var content: [UInt8] = []
      var kind = TarMember.Kind.file
      switch words[0] {
      case "image": content = picture
      case "damaged": content = Array(picture.prefix(picture.count / 2))
      case "text": content = Array("text".utf8)
      case "hard": kind = .hardLink
      default: kind = .symbolicLink
      }
      let member = TarMember(
        name: Array(name.utf8), kind: kind, linkName: words.count > 1 ? Array(words[1].utf8) : [],
        size: content.count)
      bytes += writer.header(member) + content + writer.padding(member)
    }
    return bytes + writer.end()
  }

  static let cases:
    [(
      why: String, options: String, members: [(name: String, what: String)], links: [String],
      warnings: [String]
    )] =
      [
        (
          "links follow", "--format npy",
          [
            ("d/1.jpg", "image"), ("d/2.jpg", "hard d/1.jpg"), ("e.jpg", "hard ./d/1.jpg"),
            ("d/3.jpg", "soft 1.jpg"), ("e/4.jpg", "soft ../d/./1.jpg"),
          ], ["d/1.npy", "./d/1.npy", "1.npy", "../d/./1.npy"], []
        ),
        (
          "nothing is renamed", "--failures keep",
          [("1.jpg", "image"), ("2", "hard 1.jpg"), ("3", "soft 4.jpg"), ("4.jpg", "damaged")],
          ["1.jpg", "4.jpg"], []
        ),
        (
          "what has its name already, is no picture or is not there", "--format jpeg",
          [
            ("1.jpg", "image"), ("2", "hard 1.jpg"), ("t.png", "text"), ("3", "soft t.png"),
            ("4", "soft away.png"),
            ("5", "soft ../../1.png"), ("6", "soft /1.jpg"), ("7", "soft ."),
          ], ["1.jpg", "t.png", "away.png", "../../1.png", "/1.jpg", "."], []
        ),
        (
          "a symbolic link before its picture", "--format npy",
          [("l", "soft d/1.jpg"), ("m", "soft t.jpg"), ("d/1.jpg", "image"), ("t.jpg", "text")],
          ["d/1.jpg", "t.jpg"],
          ["d/1.jpg: warning: the link l before it leads nowhere, since this is d/1.npy now"]
        ),
        (
          "a picture that failed", "--failures member",
          [("0", "soft 1.jpg"), ("1.jpg", "damaged"), ("2", "hard 1.jpg"), ("3", "soft 1.jpg")],
          ["1.jpg", "1.jpg", "1.jpg"],
          [
            "1.jpg: warning: the link 0 before it leads nowhere, since this is 1.jpg.error.json now",
            "2: warning: leads to 1.jpg, which could not be pooled and is not there",
            "3: warning: leads to 1.jpg, which could not be pooled and is not there",
          ]
        ),
        (
          "a picture that failed and was kept", "--failures keep --format npy",
          [("1.jpg", "damaged"), ("2", "hard 1.jpg")], ["1.jpg"], []
        ),
        (
          "a file takes the picture's name again", "--format npy",
          [("1.jpg", "image"), ("0.cls", "text"), ("1.jpg", "text"), ("2", "hard 1.jpg")], ["1.jpg"], []
        ),
      ]

  @Test(arguments: cases)
  func links(
    _ given: (
      why: String, options: String, members: [(name: String, what: String)], links: [String],
      warnings: [String]
    )
  ) throws {
    try program.write(try archive(given.members), "in.tar")
    let result = try program.shell("$imagepool tar in.tar out.tar --fit 8 --json \(given.options)")
    #expect(result.status == (given.members.contains { $0.what == "damaged" } ? 1 : 0), "\(result.error)")
    let found = try TestShard.headers(try program.read("out.tar")).filter { !$0.member.kind.hasContent }
    #expect(found.map { String(decoding: $0.member.linkName, as: UTF8.self) } == given.links, "\(given.why)")
    let lines = result.error.split(separator: "\n").filter { $0.contains(": warning: ") }
    #expect(lines.map(String.init) == given.warnings.map { "imagepool: in.tar: " + $0 }, "\(given.why)")
    let told = try result.objects().flatMap { object in
      (object["warnings"] as? [String] ?? []).map { "\(object["input"] as? String ?? ""): warning: " + $0 }
    }
    #expect(told == given.warnings, "\(given.why)")
    #expect(try result.objects().count == given.members.count)
  }

  /// Names of links that wait for their pictures are not held without end: of what is not, it is said at once.
  @Test func notAllLinksWait() throws {
    let long = String(repeating: "n", count: 5000)
    var members = (0..<300).map { ("\($0)\(long)", "soft 1.jpg") }
    members.append(("1.jpg", "image"))
    try program.write(try archive(members), "in.tar")
    let result = try program.run("tar", "in.tar", "out.tar", "--fit", "8", "--format", "npy")
    #expect(result.status == 0)
    let lines = result.error.split(separator: "\n").filter { $0.contains(": warning: ") }
    #expect(lines.count == 300, "each is warned of once")
    #expect(lines.count { $0.contains("may have another name") } == 300 - (1 << 20) / 5002)
  }
}
