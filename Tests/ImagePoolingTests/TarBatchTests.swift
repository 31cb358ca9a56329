import ImagePooling
import Synchronization
import TarArchive
import TestSupport
import Testing

@Suite struct TarBatchTests {
  private static func archive(_ members: [(String, [UInt8])]) -> [UInt8] {
    var writer = TarWriter()
    var bytes: [UInt8] = []
    for (name, content) in members {
      let member = TarMember(name: Array(name.utf8), size: content.count)
      bytes += writer.header(member) + content + writer.padding(member)
    }
    return bytes + writer.end()
  }

  private static func picture(_ side: Int) throws -> [UInt8] {
    try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: side, width: side)))
  }

  /// Large and small pictures in turn, so that workers overtake each other.
  @Test(arguments: [1, 2, 7])
  func membersAreToldInTheArchivesOrder(jobs: Int) throws {
    let names = (0..<30).map { "\($0).png" }
    let members = try names.enumerated().map { ($1, try Self.picture($0 % 3 == 0 ? 90 : 8)) }
    let told = Mutex<[String]>([])
    let batch = TarBatch(.thumbnail(fit: Size(height: 4, width: 4)), jobs: jobs)
    let summary = try batch.run(.bytes(Self.archive(members)), to: .memory) { member in
      told.withLock { $0.append(member.name.text) }
    }
    #expect(told.withLock { $0 } == names)
    #expect(summary.pooled == 30 && summary.copied == 0 && summary.failed == 0)
    let reader = TarReader(Self.once(try #require(summary.bytes)))
    var found: [String] = []
    while let member = try reader.next() { found.append(String(decoding: member.name, as: UTF8.self)) }
    #expect(found == names)
  }

  private static func once(_ bytes: [UInt8]) -> () throws(TarError) -> [UInt8] {
    var rest = bytes
    return { () throws(TarError) in
      defer { rest = [] }
      return rest
    }
  }

  /// Many members, of which few fit into what may be held between reader and writer: they wait, and all come out.
  @Test func littleMemory() throws {
    var recipe = Recipe.thumbnail(fit: Size(height: 4, width: 4))
    recipe.limits = Limits(memory: 4 << 20)
    let filler = [UInt8](repeating: 9, count: 700_000)
    let members = try (0..<40).map { ("\($0).x", $0 % 4 == 0 ? try Self.picture(40) : filler) }
    let summary = try TarBatch(recipe, jobs: 4).run(.bytes(Self.archive(members)), to: .memory)
    #expect(summary.pooled == 10 && summary.copied == 30)
  }

  @Test func aCancelledRunMakesNothing() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let batch = TarBatch(.thumbnail(fit: Size(height: 4, width: 4)))
    let archive = Self.archive([("1.png", try Self.picture(9))])
    let error = #expect(throws: ImagePoolError.self) {
      try batch.run(.bytes(archive), to: .memory, cancellation: cancellation)
    }
    #expect(error?.kind == .interrupted)
  }
}
