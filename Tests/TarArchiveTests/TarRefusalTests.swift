import TarArchive
import Testing

@Suite struct TarRefusalTests {
  static let refusals: [(why: String, archive: [UInt8], kind: TarError.Kind, message: String)] = [
    ("nothing", [], .truncated, "is empty"),
    ("a text", Array("hello".utf8), .notATar, "is no tar archive: its first 5 bytes are no header"),
    (
      "a large text", .init(repeating: 65, count: 2000), .notATar,
      "is no tar archive: its first 512 bytes are no header"
    ),
    ("gzip", [0x1F, 0x8B] + .init(repeating: 8, count: 600), .unsupported, "is compressed with gzip"),
    ("zstd", [0x28, 0xB5, 0x2F, 0xFD, 0], .unsupported, "is compressed with zstd"),
    (
      "cut in a header", Array((RawTar.file("a", [1]) + RawTar.file("b", [2])).prefix(1100)), .truncated,
      "ends at byte 1100, inside the header that begins at byte 1024"
    ),
    (
      "cut in a content", Array(RawTar.file("a.jpg", .init(repeating: 1, count: 900)).prefix(1000)),
      .truncated,
      "ends inside a.jpg, which begins at byte 0: 488 of its 900 bytes are there"
    ),
    (
      "cut in a padding", Array(RawTar.file("a.jpg", .init(repeating: 1, count: 900)).prefix(1420)),
      .truncated,
      "ends inside a.jpg, which begins at byte 0: its last block is cut"
    ),
    (
      "a size of nearly everything, of which nothing is there",
      RawTar.header("a", size: "77777777777"), .truncated,
      "ends inside a, which begins at byte 0: 0 of its 8589934591 bytes are there"
    ),
    (
      "a wrong checksum behind a member",
      RawTar.file("a", [1]) + RawTar.header("b", checksum: "000001\u{0} "),
      .corrupt, "the header at byte 1024 has a wrong checksum"
    ),
    (
      "a checksum that is no number", RawTar.file("a", [1]) + RawTar.header("b", checksum: "99x"), .corrupt,
      "the header at byte 1024 has a wrong checksum"
    ),
    (
      "a size that is no number", RawTar.header("a", size: "12x4"), .corrupt,
      "the header at byte 0 gives a size that is negative, no number or beyond every file"
    ),
    (
      "a negative size", RawTar.header("a", sizeField: .init(repeating: 0xFF, count: 12)), .corrupt,
      "the header at byte 0 gives a size that is negative, no number or beyond every file"
    ),
    (
      "a size beyond Int", RawTar.header("a", sizeField: [0x80] + .init(repeating: 0xFF, count: 11)),
      .corrupt,
      "the header at byte 0 gives a size that is negative, no number or beyond every file"
    ),
    (
      "a size beyond every file",
      RawTar.header("a", sizeField: [0x80, 0, 0, 0, 0x40] + .init(repeating: 0, count: 7)), .corrupt,
      "the header at byte 0 gives a size that is negative, no number or beyond every file"
    ),
    (
      "an extended size that is negative",
      RawTar.extended(RawTar.record("size", "-1")) + RawTar.header("a"), .corrupt,
      "the header at byte 0 gives a size that is negative, no number or beyond every file"
    ),
    (
      "an extended size beyond Int",
      RawTar.extended(RawTar.record("size", "9999999999999999999")) + RawTar.header("a"), .corrupt,
      "the header at byte 0 gives a size that is negative, no number or beyond every file"
    ),
    (
      "a record that is longer than its header", RawTar.extended(Array("99 path=a\n".utf8)), .corrupt,
      "the extended header at byte 0 has a record of a wrong length"
    ),
    (
      "a record of length 0", RawTar.extended(Array("0 path=a\n".utf8)), .corrupt,
      "the extended header at byte 0 has a record of a wrong length"
    ),
    (
      "a record without its line break", RawTar.extended(Array("9 path=ab".utf8)), .corrupt,
      "the extended header at byte 0 has a record of a wrong length"
    ),
    (
      "a record without a key", RawTar.extended(Array("5 =ab\n".utf8.dropLast()) + [10]), .corrupt,
      "the extended header at byte 0 has a record of a wrong length"
    ),
    (
      "a path with a zero in it", RawTar.extended(RawTar.record("path", "a\u{0}b")) + RawTar.header("a"),
      .corrupt,
      "the extended header at byte 0 gives a path with a zero byte in it"
    ),
    (
      "two long names",
      RawTar.header("L", count: 2, type: "L") + RawTar.padded([65, 0])
        + RawTar.header("L", count: 2, type: "L")
        + RawTar.padded([66, 0]) + RawTar.header("a"), .corrupt,
      "two extended headers of one kind speak of the member at byte 0"
    ),
    (
      "two names of different forms",
      RawTar.header("L", count: 2, type: "L") + RawTar.padded([65, 0])
        + RawTar.extended(RawTar.record("path", "B")) + RawTar.header("a"), .corrupt,
      "the member at byte 0 has two names"
    ),
    (
      "an extended header without its member", RawTar.extended(RawTar.record("path", "B")) + RawTar.end,
      .truncated,
      "ends behind the extended header at byte 0, whose member is missing"
    ),
    (
      "and at the file's end", RawTar.extended(RawTar.record("path", "B")), .truncated,
      "ends behind the extended header at byte 0, whose member is missing"
    ),
    (
      "an extended header that is cut", Array(RawTar.extended(RawTar.record("path", "B")).prefix(600)),
      .truncated,
      "ends at byte 600, inside the extended header that begins at byte 0"
    ),
    (
      "an extended header of gigabytes", RawTar.header("x", size: "77777777777", type: "x"), .limit,
      "the extended header at byte 0 claims 8589934591 bytes; at most 1048576 are read"
    ),
    (
      "one name for all", RawTar.extended(RawTar.record("path", "all"), type: "g"), .unsupported,
      "the global header at byte 0 gives every member one path"
    ),
    ("GNU's sparse", RawTar.header("a", type: "S"), .unsupported, "the member at byte 0 is stored sparse"),
    (
      "POSIX's sparse",
      RawTar.file("f", [1]) + RawTar.extended(RawTar.record("GNU.sparse.major", "1")) + RawTar.header("a"),
      .unsupported, "the member at byte 1024 is stored sparse"
    ),
    (
      "a second volume", RawTar.header("a", type: "M"), .unsupported,
      "the member at byte 0 belongs to a backup of several volumes or increments"
    ),
  ]

  @Test(arguments: refusals)
  func refusesByNameAndPlace(why: String, archive: [UInt8], kind: TarError.Kind, message: String) {
    let error = #expect(throws: TarError.self, "\(why)") { try RawTar.read(archive) }
    #expect(error?.kind == kind && error?.message == message, "\(why): \(error?.message ?? "")")
    #expect(error?.remedy.isEmpty == false)
  }

  /// Whatever is broken, reading ends, in an error or in members that are there.
  @Test func randomDamageEnds() throws {
    let archive =
      RawTar.extended(RawTar.record("path", "long/name") + RawTar.record("size", "3"))
      + RawTar.file("a", [1, 2, 3])
      + RawTar.header("././@LongLink", count: 5, type: "L") + RawTar.padded(Array("name\u{0}".utf8))
      + RawTar.file("b", .init(repeating: 3, count: 700)) + RawTar.end
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var failures = 0
    for _ in 0..<2000 {
      var broken = archive
      for _ in 0..<(1 + random(3)) { broken[random(broken.count)] = UInt8(random(256)) }
      if random(4) == 0 { broken.removeLast(random(broken.count)) }
      do {
        let (members, contents, _) = try RawTar.read(broken)
        #expect(members.map(\.size) == contents.map(\.count))
      } catch is TarError {
        failures += 1
      }
    }
    #expect(failures > 200 && failures < 2000)
  }
}
