import Foundation
import TestSupport
import Testing

@Suite("imagepool tar: pictures that fail")
struct TarFailureTests {
  let program = try! Program()

  /// The second of three pictures is cut.
  private func damaged() throws -> [TestShard.Member] {
    let whole = try ThumbnailBatch.jpeg(2, size: 60)
    return [
      ("1.jpg", try ThumbnailBatch.jpeg(1, size: 40)), ("1.cls", [1]),
      ("2.jpg", Array(whole.prefix(whole.count / 2))),
      ("2.cls", [2]), ("3.jpg", try ThumbnailBatch.jpeg(3, size: 40)), ("3.cls", [3]),
    ]
  }

  @Test(arguments: ["1", "4"])
  func aFailureRefusesTheArchive(jobs: String) throws {
    try program.write(TestShard.archive(try damaged()), "in.tar")
    let result = try program.run("tar", "in.tar", "out.tar", "--fit", "8", "--jobs", jobs, "--json")
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("imagepool: in.tar: 2.jpg: "))
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(try program.files() == ["in.tar"])
    let objects = try result.objects()
    #expect(objects.map { $0["input"] as? String } == ["1.jpg", "1.cls", "2.jpg", "in.tar"])
    #expect(objects.map { $0["status"] as? String } == ["ok", "ok", "failed", "failed"])
    #expect(objects[2]["member"] as? String == "refused")
  }

  @Test func aFailureBecomesAMember() throws {
    try program.write(TestShard.archive(try damaged()), "in.tar")
    let result = try program.run("tar", "in.tar", "out.tar", "--fit", "8", "--failures", "member", "--json")
    #expect(result.status == 1)
    #expect(result.error.hasSuffix("imagepool: in.tar: 2 pooled, 3 copied, 1 failed: 1 truncated\n"))
    let found = try TestShard.members(try program.read("out.tar"))
    #expect(found.map(\.name) == ["1.jpg", "1.cls", "2.jpg.error.json", "2.cls", "3.jpg", "3.cls"])
    let text = String(decoding: found[2].content, as: UTF8.self)
    let object = try #require(try result.objects(of: text).first)
    #expect(object["input"] as? String == "2.jpg" && object["sample"] as? String == "2")
    #expect((object["error"] as? [String: Any])?["kind"] as? String == "truncated")
    #expect(object["seconds"] == nil, "the same in every run")
    let line = try result.objects()[2]
    #expect(line["output"] as? String == "2.jpg.error.json" && line["member"] as? String == "replaced")
    #expect(line["bytes_written"] as? Int == found[2].content.count)
  }

  @Test func aFailureIsKept() throws {
    let members = try damaged()
    try program.write(TestShard.archive(members), "in.tar")
    let result = try program.run(
      "tar", "in.tar", "out.tar", "--fit", "8", "--format", "png", "--failures", "keep")
    #expect(result.status == 1)
    #expect(
      result.error.contains("imagepool: in.tar: 2.jpg: ") && result.error.contains("; it was left as it is\n")
    )
    let found = try TestShard.members(try program.read("out.tar"))
    #expect(found.map(\.name) == ["1.png", "1.cls", "2.jpg", "2.cls", "3.png", "3.cls"])
    #expect(found[2].content == members[2].content)
  }

  @Test func damageThatIsLetPassIsWarnedOf() throws {
    try program.write(TestShard.archive(try damaged()), "in.tar")
    let result = try program.run("tar", "in.tar", "out.tar", "--fit", "8", "--fail-on", "none")
    #expect(result.status == 0)
    #expect(result.error.hasPrefix("imagepool: in.tar: 2.jpg: warning: "))
    #expect(result.error.hasSuffix("imagepool: in.tar: 3 pooled (1 with warnings), 3 copied\n"))
  }

  @Test(arguments: [
    ("refuse", nil, nil), ("member", "1.png.error.json", nil), ("keep", "1.png", true as Bool?),
  ])
  func aPictureLargerThanMemory(failures: String, name: String?, isKept: Bool?) throws {
    // Three million bytes, of which two million may be held.
    let large = try ThumbnailBatch.png(1) + [UInt8](repeating: 0, count: 3_000_000)
    try program.write(TestShard.archive([("1.png", large), ("1.cls", [1])]), "in.tar")
    let result = try program.run(
      "tar", "in.tar", "out.tar", "--fit", "8", "--max-memory", "2MB", "--failures", failures)
    #expect(result.status == 1)
    #expect(
      result.error.hasPrefix(
        "imagepool: in.tar: 1.png: has \(large.count) bytes, more than may be held"))
    guard let name else {
      #expect(try program.files() == ["in.tar"])
      return
    }
    let found = try TestShard.members(try program.read("out.tar"))
    #expect(found.map(\.name) == [name, "1.cls"])
    if isKept == true { #expect(found[0].content == large) }
  }
}
