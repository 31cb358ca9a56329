import Foundation
import TestSupport
import Testing

@testable import ImagePooling

/// Files are complete or absent; streams get everything or, up to what is held, nothing.
@Suite struct OutputTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func write(_ bytes: [UInt8], _ file: AtomicFile) throws {
    try SystemCalls.writeBytes(file.descriptor, bytes)
    try file.close()
  }

  @Test func aFileAppearsWhenItIsCommitted() throws {
    let file = try AtomicFile(folder.place("a"), overwrite: false)
    let names = try folder.files()
    #expect(names.count == 1 && names[0].hasPrefix(".imagepool-") && names[0].hasSuffix(".tmp"))
    try write([1, 2, 3], file)
    #expect(try folder.files() == names)
    try AtomicFile.commit([file])
    #expect(try folder.files() == ["a"])
    #expect(try folder.read("a") == [1, 2, 3])
  }

  @Test func aReleasedFileLeavesNothing() throws {
    do {
      let file = try AtomicFile(folder.place("a"), overwrite: false)
      try SystemCalls.writeBytes(file.descriptor, [1])
    }
    #expect(try folder.files() == [])
  }

  @Test func allAppearOrNone() throws {
    let files = try ["a", "b", "c"].map { try AtomicFile(folder.place($0), overwrite: false) }
    for file in files { try write([9], file) }
    // Somebody else takes a name in the meantime.
    _ = try folder.write([7], "b")
    let error = try #require(throws: ImagePoolError.self) { try AtomicFile.commit(files) }
    #expect(error.kind == .unwritable)
    #expect(try folder.files().filter { !$0.hasPrefix(".") } == ["b"])
    #expect(try folder.read("b") == [7], "what somebody else wrote stays")
  }

  @Test func overwritingIsAskedFor() throws {
    _ = try folder.write([7], "a")
    let error = try #require(throws: ImagePoolError.self) {
      _ = try AtomicFile(folder.place("a"), overwrite: false)
    }
    #expect(error.message.hasSuffix("a exists") && error.remedy.contains("--overwrite"))
    let file = try AtomicFile(folder.place("a"), overwrite: true)
    try write([1], file)
    #expect(try folder.read("a") == [7], "until it is committed")
    try AtomicFile.commit([file])
    #expect(try folder.read("a") == [1])
  }

  /// What came out of a held stream's far end.
  private func stream(_ bytes: [UInt8], delivering: Bool) throws -> (arrived: [UInt8], early: Int) {
    let target = folder.path + "/stream"
    #expect(FileManager.default.createFile(atPath: target, contents: nil))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: target))
    let stream = try HeldStream(to: handle.fileDescriptor)
    try SystemCalls.writeBytes(stream.descriptor, bytes)
    let early = try folder.read("stream").count
    try stream.finish(delivering: delivering)
    return (try folder.read("stream"), early)
  }

  @Test func aStreamIsHeldToTheEnd() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let kept = try stream(bytes, delivering: true)
    #expect(kept.arrived == bytes && kept.early == 0)
    #expect(try stream(bytes, delivering: false).arrived.isEmpty)
  }

  @Test func aLongStreamFlows() throws {
    let bytes = [UInt8](repeating: 5, count: HeldStream.capacity + 300_000)
    let result = try stream(bytes, delivering: true)
    #expect(result.arrived == bytes)
    #expect(try stream(bytes, delivering: false).arrived.count > 0, "what has flowed cannot be called back")
  }

  @Test func aCancelledRunLeavesNothing() throws {
    let picture = try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 64, width: 64)))
    let cancellation = Cancellation()
    cancellation.cancel()
    let recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    let error = try #require(throws: ImagePoolError.self) {
      _ = try recipe.runBlocking(
        .bytes(picture), to: .file(folder.place("x.png")),
        dumps: [Dump(.npy, to: .file(folder.place("x.npy")))],
        name: "upload", cancellation: cancellation)
    }
    #expect(error.kind == .interrupted && error.input == "upload")
    #expect(try folder.files() == [])
  }

  @Test func aCancelledTaskLeavesNothing() async throws {
    let picture = try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 64, width: 64)))
    let place = folder.place("x.png")
    let task = Task { () async -> ImagePoolError? in
      while !Task.isCancelled { await Task.yield() }
      do throws(ImagePoolError) {
        _ = try await Recipe.pool(Pooling(.max, over: .sliding(2))).run(.bytes(picture), to: .file(place))
        return nil
      } catch {
        return error
      }
    }
    task.cancel()
    #expect(await task.value?.kind == .interrupted)
    #expect(try folder.files() == [])
  }

  @Test func aBatchKeepsItsOrderAndSharesItsMemory() throws {
    let picture = try Pictures.encoded(Pictures.planes(channels: 1, size: Size(height: 32, width: 32)))
    var recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    recipe.limits.memory = 1 << 20  // room for one or two at a time
    let items = (0..<12).map { number in
      Batch.Item(.bytes(number == 5 ? [1, 2, 3] : picture), name: Path("n\(number)"), to: .memory)
    }
    let seen = Seen()
    Batch(recipe, jobs: 4).run(items) { outcome in
      #expect(outcome.seconds > 0)
      seen.add(outcome.index, (try? outcome.result.get()) != nil)
    }
    #expect(seen.entries.map(\.0) == Array(0..<12))
    #expect(seen.entries.map(\.1) == (0..<12).map { $0 != 5 })
  }

  private final class Seen: @unchecked Sendable {
    // Unchecked: a batch calls from one thread at a time.
    private(set) var entries: [(Int, Bool)] = []
    func add(_ index: Int, _ isFine: Bool) { entries.append((index, isFine)) }
  }
}
