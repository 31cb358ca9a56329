import Foundation
import TarArchive
import TestSupport
import Testing

@Suite("imagepool tar: archives whole and broken")
struct TarArchiveFormTests {
  let program = try! Program()

  @Test func whatIsNoFileIsCopied() throws {
    var writer = TarWriter()
    var bytes: [UInt8] = []
    let picture = try ThumbnailBatch.png(1, size: 20)
    let kinds: [(String, TarMember.Kind, String, [UInt8])] = [
      ("d.png", .directory, "", []), ("l.png", .symbolicLink, "../../etc/passwd", []),
      ("h.png", .hardLink, "l", []),
      ("/abs/../up.png", .file, "", picture), ("q.png", .other(0x51), "", picture), ("p", .pipe, "", []),
    ]
    for (name, kind, link, content) in kinds {
      let member = TarMember(
        name: Array(name.utf8), kind: kind, linkName: Array(link.utf8), size: content.count)
      bytes += writer.header(member) + content + writer.padding(member)
    }
    try program.write(bytes + writer.end(), "in.tar")
    let result = try program.run("tar", "in.tar", "out.tar", "--fit", "4")
    #expect(result.status == 0 && result.error == "imagepool: in.tar: 1 pooled, 5 copied\n")
    let found = try TestShard.headers(try program.read("out.tar"))
    #expect(found.map { String(decoding: $0.member.name, as: UTF8.self) } == kinds.map(\.0))
    #expect(found.map(\.member.kind) == kinds.map(\.1))
    #expect(found.map { String(decoding: $0.member.linkName, as: UTF8.self) } == kinds.map(\.2))
    #expect(found[4].content == picture && found[3].content != picture)
    #expect(try program.files() == ["in.tar", "out.tar"], "no name was used as one")
  }

  /// Where the second header begins.
  private static func second(_ archive: [UInt8]) -> Int {
    let size = archive[124..<135].reduce(0) { $0 << 3 | Int($1 - 0x30) }
    return 512 + (size + 511) / 512 * 512
  }

  static let broken: [(why: String, make: @Sendable ([UInt8]) -> [UInt8], message: String)] = [
    ("cut in a member", { Array($0.prefix(700)) }, "ends inside 1.jpg, which begins at byte 0: 188 of its "),
    ("cut in a header", { Array($0.prefix(second($0) + 300)) }, "ends at byte "),
    ("empty", { _ in [] }, "is empty; get the archive again"),
    ("no archive", { _ in Array("hello".utf8) }, "is no tar archive: its first 5 bytes are no header; "),
    (
      "compressed", { _ in [0x1F, 0x8B, 8, 0] }, "is compressed with gzip; let gzip -dc write it into a pipe"
    ),
    (
      "a flipped bit in the second header",
      { archive in
        var archive = archive
        archive[second(archive)] ^= 4
        return archive
      }, "the header at byte "
    ),
  ]

  /// Whatever becomes of pictures that fail: a broken archive is refused, and nothing is left.
  @Test(arguments: broken, ["refuse", "member", "keep"])
  func brokenArchives(
    _ broken: (why: String, make: @Sendable ([UInt8]) -> [UInt8], message: String), failures: String
  ) throws {
    let whole = TestShard.archive([
      ("1.jpg", try ThumbnailBatch.jpeg(1, size: 40)), ("1.cls", [1]),
      ("2.jpg", try ThumbnailBatch.jpeg(1, size: 40)),
    ])
    try program.write(broken.make(whole), "in.tar")
    let arguments = ["--fit", "4", "--failures", failures]
    let result = try program.run(["tar", "in.tar", "out.tar"] + arguments)
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("imagepool: in.tar: \(broken.message)"), "\(broken.why): \(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
    let piped = try program.run(["tar", "-", "-"] + arguments, input: broken.make(whole))
    #expect(
      piped.status == 1 && piped.output.isEmpty && piped.error.hasPrefix("imagepool: -: \(broken.message)"))
    #expect(try program.files() == ["in.tar"])
  }

  @Test func archivesThatEndOddly() throws {
    let archive = TestShard.archive([("1.cls", [1])])
    for (bytes, warning) in [
      (Array(archive.prefix(1024)), "warning: ends without the blocks of zeros that say so"),
      (archive + archive, "warning: has more behind its end, which was left out"),
    ] {
      try program.write(bytes, "in.tar")
      let result = try program.run("tar", "in.tar", "out.tar", "--fit", "4", "--overwrite")
      #expect(result.status == 0 && result.error.hasPrefix("imagepool: in.tar: \(warning)"))
      #expect(try program.read("out.tar") == archive)
    }
    try program.write([UInt8](repeating: 0, count: 1024), "in.tar")
    #expect(try program.run("tar", "in.tar", "none.tar", "--fit", "4").status == 0)
    #expect(try program.read("none.tar") == [UInt8](repeating: 0, count: 10240))
  }

  /// A hundred million bytes go through in less memory than that.
  @Test func membersThatAreCopiedAreNotHeld() throws {
    let result = try program.shell(
      """
      head -c 100000000 /dev/zero > large.bin
      tar -cf - large.bin | $imagepool tar - - --fit 8 --json 2> lines | tail -c +513 | head -c 100000000 | cmp - large.bin
      """)
    #expect(result.status == 0, "\(result.error)")
    let lines = String(decoding: try program.read("lines"), as: UTF8.self)
    let peak = try #require(try result.objects(of: lines).first?["peak_memory_bytes"] as? Int)
    #expect(peak < (isAddressSanitized ? 900_000_000 : 80_000_000), "\(peak) bytes")
  }

  @Test func anInterruptionLeavesNothing() throws {
    let archive = TestShard.archive([("1.png", try ThumbnailBatch.png(1, size: 300))])
    let running = try program.start(["tar", "-", "out.tar", "--fit", "4"])
    running.sendPart(Array(archive.prefix(600)))
    for _ in 0..<500 where try program.files().isEmpty { usleep(20_000) }
    #expect(try program.files().count == 1, "it has begun")
    running.signal(SIGTERM)
    #expect(running.wait().status == 143)
    #expect(try program.files().isEmpty)
  }

  /// What nobody has locked is of a run that was killed; what somebody has locked, and other names, stay.
  @Test(arguments: ["out.tar", "sub/out.tar", "there.tar --overwrite"])
  func abandonedTemporaryFilesAreRemoved(output: String) throws {
    try program.write(TestShard.archive([("1.cls", [1])]), "in.tar")
    let folder = output == "out.tar" ? "" : "sub/"
    try program.write([1], "sub/kept")
    for name in [".imagepool-dead.tmp", ".imagepool-other", "dead.tmp"] {
      try program.write([1], folder + name)
    }
    if output.hasPrefix("there") {
      #expect(try program.shell("echo old > sub/out.tar; ln -s sub/out.tar there.tar").status == 0)
    }
    #expect(
      try program.run(["tar", "in.tar", "--fit", "4"] + output.split(separator: " ").map(String.init)).status
        == 0)
    #expect(!program.exists(folder + ".imagepool-dead.tmp"))
    #expect(program.exists(folder + ".imagepool-other") && program.exists(folder + "dead.tmp"))
    #expect(try program.read(folder + "out.tar") == program.read("in.tar"))
  }

  /// More than is held, so that the reader is there first; and a reader that goes away ends the program quietly.
  @Test func aStreamThatFailsEndsInsideAMember() throws {
    let filler = [UInt8](repeating: 5, count: 900_000)
    var members: [TestShard.Member] = (0..<24).map { ("\($0).bin", filler) }
    let whole = try ThumbnailBatch.jpeg(2, size: 60)
    members.append(("x.jpg", Array(whole.prefix(whole.count / 2))))
    try program.write(TestShard.archive(members), "in.tar")
    let result = try program.run("tar", "in.tar", "-", "--fit", "8")
    #expect(result.status == 1 && result.error.hasPrefix("imagepool: in.tar: x.jpg: "))
    #expect(result.output.count > 16 << 20)
    let error = #expect(throws: TarError.self) { try TestShard.members(result.output) }
    #expect(error?.kind == .truncated)
    let quiet = try program.shell("$imagepool tar in.tar - --fit 8 --failures keep | head -c 10 | wc -c")
    #expect(quiet.outputText.contains("10") && quiet.error.isEmpty)
  }
}
