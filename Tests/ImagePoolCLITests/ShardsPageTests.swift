import Foundation
import TestSupport
import Testing

/// Every command line of docs/shards.md is run as it stands there.
@Suite("docs/shards.md")
struct ShardsPageTests {
  let program = try! Program()

  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/shards.md")

  /// The lines of the blocks that are marked as shell.
  static let lines: [String] = {
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [] }
    var isInside = false
    return text.components(separatedBy: "\n").filter { line in
      if line.hasPrefix("```") {
        isInside = line == "```sh"
        return false
      }
      return isInside
    }
  }()

  @Test func thereAreLines() { #expect(Self.lines.count == 8) }

  @Test(arguments: lines)
  func runs(_ line: String) throws {
    let picture = try ThumbnailBatch.jpeg(1, size: 140)
    let shard = TestShard.archive([("0001.jpg", picture), ("0001.cls", [49]), ("0002.jpg", picture)])
    try program.write(shard, "shard-000000.tar")
    try program.write(shard, "shard-000001.tar")
    try program.write(
      TestShard.archive([("0001.jpg", Array(picture.prefix(600))), ("0001.cls", [49])]), "damaged.tar")
    let before = try program.files()
    let result = try program.shell(
      "gzip -c shard-000000.tar > packed.tar.gz\n"
        // What xargs starts must be on the path.
        + "mkdir bin; ln -s \"$imagepool\" bin/imagepool; PATH=$PWD/bin:$PATH; set -o pipefail\n" + line)
    #expect(result.status == 0, "\(result.error)")
    let made = try program.files().filter {
      !before.contains($0) && !["packed.tar.gz", "bin/imagepool"].contains($0)
    }
    #expect(!made.isEmpty)
    for name in made where name.hasSuffix(".tar") {
      let found = try TestShard.members(try program.read(name))
      #expect(found.count >= 2 && found.contains { $0.name == "0001.cls" && $0.content == [49] }, "\(name)")
      #expect(found.allSatisfy { $0.content != picture })
    }
    if line.contains("damaged") {
      #expect(
        result.outputText.hasPrefix(
          "{\"schema\":1,\"input\":\"0001.jpg\",\"output\":null,\"status\":\"failed\""))
    }
    if line.contains("members.jsonl") {
      #expect(
        try result.objects(of: String(decoding: try program.read("members.jsonl"), as: UTF8.self)).count == 3)
    }
    if line.contains("xargs") { #expect(made.count == 2) }
    if line.contains("filled") {
      let sizes = try program.shell("gzip -dc filled.tar.gz | tar -tf -")
      #expect(sizes.outputText == "0001.jpg\n0001.cls\n0002.jpg\n")
    }
  }
}
