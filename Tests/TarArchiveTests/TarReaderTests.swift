import TarArchive
import Testing

@Suite struct TarReaderTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static let gnu = Array("ustar  \u{0}".utf8)
  private static let hundred = String(repeating: "n", count: 100)

  static let forms: [(why: String, archive: [UInt8], names: [String], sizes: [Int])] = [
    ("one file", RawTar.file("a.txt", [1, 2, 3]) + RawTar.end, ["a.txt"], [3]),
    ("no members", RawTar.end, [], []),
    ("a single block of zeros ends it", Array(RawTar.file("a", [1]) + RawTar.end.prefix(512)), ["a"], [1]),
    (
      "an empty file and a whole block",
      RawTar.file("e", []) + RawTar.file("f", .init(repeating: 7, count: 512))
        + RawTar.end, ["e", "f"], [0, 512]
    ),
    ("a name that fills its field", RawTar.file(hundred, [1]) + RawTar.end, [hundred], [1]),
    (
      "a prefix", RawTar.header("b.txt", count: 1, prefix: "dir/a") + RawTar.padded([9]) + RawTar.end,
      ["dir/a/b.txt"], [1]
    ),
    (
      "GNU's form has something else in the prefix's place",
      RawTar.header("b.txt", count: 1, prefix: "1234567", magic: gnu) + RawTar.padded([9]) + RawTar.end,
      ["b.txt"], [1]
    ),
    (
      "GNU's long name, with its zero",
      RawTar.header("././@LongLink", count: 151, type: "L", magic: gnu)
        + RawTar.padded(Array((String(repeating: "x", count: 150) + "\u{0}").utf8))
        + RawTar.header("xxx", count: 1, magic: gnu) + RawTar.padded([9]) + RawTar.end,
      [String(repeating: "x", count: 150)], [1]
    ),
    (
      "an extended path",
      RawTar.extended(RawTar.record("path", "ü/\(hundred).jpg")) + RawTar.file("short", [9])
        + RawTar.end, ["ü/\(hundred).jpg"], [1]
    ),
    (
      "an extended size outdoes the field",
      RawTar.extended(RawTar.record("size", "3")) + RawTar.header("a", count: 0) + RawTar.padded([1, 2, 3])
        + RawTar.end, ["a"], [3]
    ),
    (
      "an empty record takes nothing for it",
      RawTar.extended(RawTar.record("path", "") + RawTar.record("size", "")) + RawTar.file("a", [1])
        + RawTar.end,
      ["a"], [1]
    ),
    (
      "Solaris's letter",
      RawTar.extended(RawTar.record("path", "long"), type: "X") + RawTar.file("a", [1])
        + RawTar.end, ["long"], [1]
    ),
    (
      "a global comment",
      RawTar.extended(RawTar.record("comment", "abc"), type: "g") + RawTar.file("a", [1])
        + RawTar.end, ["a"], [1]
    ),
    (
      "a size of base 256",
      RawTar.header("a", sizeField: [0x80] + .init(repeating: 0, count: 10) + [2]) + RawTar.padded([1, 2])
        + RawTar.end, ["a"], [2]
    ),
    (
      "a size with blanks around it",
      RawTar.header("a", size: "       2 ") + RawTar.padded([1, 2]) + RawTar.end,
      ["a"], [2]
    ),
    (
      "a checksum of signed bytes",
      RawTar.header("ü", count: 1, isSigned: true) + RawTar.padded([1]) + RawTar.end,
      ["ü"], [1]
    ),
    (
      "version 7, without a mark",
      RawTar.header("a", count: 1, type: "\u{0}", magic: []) + RawTar.padded([1])
        + RawTar.end, ["a"], [1]
    ),
    (
      "links, devices and directories have no content, whatever their size says",
      RawTar.header("l", count: 600, type: "1", link: "a")
        + RawTar.header("s", count: 9, type: "2", link: "b")
        + RawTar.header("d/", count: 99, type: "5") + RawTar.header("p", type: "6") + RawTar.end,
      ["l", "s", "d/", "p"], [0, 0, 0, 0]
    ),
    (
      "a type of a program's own has content",
      RawTar.header("q", count: 2, type: "Q") + RawTar.padded([1, 2])
        + RawTar.end, ["q"], [2]
    ),
    (
      "names are passed on as they are",
      RawTar.file("/etc/x", []) + RawTar.file("../../up", [])
        + RawTar.file("a", []) + RawTar.file("a", []) + RawTar.file("", []) + RawTar.end,
      ["/etc/x", "../../up", "a", "a", ""], [0, 0, 0, 0, 0]
    ),
  ]

  @Test(arguments: forms)
  func readsEveryForm(why: String, archive: [UInt8], names: [String], sizes: [Int]) throws {
    let (members, contents, reader) = try RawTar.read(archive)
    #expect(members.map { Self.text($0.name) } == names, "\(why)")
    #expect(members.map(\.size) == sizes && contents.map(\.count) == sizes, "\(why)")
    #expect(reader.ending == .marked)
  }

  @Test func contentsAreTheirBytes() throws {
    let large = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let (_, contents, _) = try RawTar.read(RawTar.file("a", large) + RawTar.file("b", [5]) + RawTar.end)
    #expect(contents == [large, [5]])
  }

  @Test func contentThatIsNotReadIsPassedOver() throws {
    let archive = RawTar.file("a", .init(repeating: 1, count: 5000)) + RawTar.file("b", [5]) + RawTar.end
    var rest = archive[...]
    let reader = TarReader { () throws(TarError) in
      defer { rest = rest.dropFirst(100) }
      return Array(rest.prefix(100))
    }
    _ = try reader.next()
    #expect(try reader.content(10).count == 10)
    #expect(try reader.next().map { Self.text($0.name) } == "b")
  }

  @Test func kindsLinksAndPlaces() throws {
    let archive =
      RawTar.header("s", type: "2", link: "to/there") + RawTar.header("h", type: "1", link: "s")
      + RawTar.header("old/", type: "\u{0}", magic: []) + RawTar.header("f", type: "7") + RawTar.end
    let (members, _, _) = try RawTar.read(archive)
    #expect(members.map(\.kind) == [.symbolicLink, .hardLink, .directory, .file])
    #expect(members.map { Self.text($0.linkName) } == ["to/there", "s", "", ""])
    #expect(members.map(\.offset) == [0, 512, 1024, 1536])
  }

  @Test func anArchiveWithoutItsEnd() throws {
    let (members, _, reader) = try RawTar.read(RawTar.file("a", [1]))
    #expect(members.count == 1 && reader.ending == .unmarked)
  }

  @Test func whatStandsBehindTheEnd() throws {
    for (tail, expected) in [
      ([UInt8]([0, 0, 9]), true), (.init(repeating: 0, count: 9000), false), ([], false),
    ] {
      let (_, _, reader) = try RawTar.read(RawTar.file("a", [1]) + RawTar.end + tail)
      #expect(try reader.hasMore(within: 1 << 20) == expected)
    }
  }
}
