import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Signals: nothing half-written is left, and every input is reported.
@Suite struct InterruptionTests {
  private let program: Program
  private let picture: [UInt8]

  init() throws {
    program = try Program()
    picture = try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 40, width: 40)))
    try program.write(picture, "a.png")
  }

  @Test(arguments: [(SIGTERM, 143), (SIGINT, 130)])
  func interruptedInputsAreReported(signal: Int32, status: Int) throws {
    for name in ["b.png", "c.png", "d.png"] { try program.write(picture, name) }
    // One job: the second input is begun and never ends, the others wait behind it.
    let running = try program.start([
      "pool", "--op", "max", "--kernel", "4", "b.png", "-", "c.png", "d.png", "-o", "out", "--format", "png",
      "--json", "--jobs", "1",
    ])
    running.sendPart(Array(picture.prefix(200)))
    for _ in 0..<500
    where try program.files().filter({ $0.hasSuffix(".tmp") }).isEmpty || !program.exists("out/b.png") {
      usleep(20_000)
    }
    running.signal(signal)
    let result = running.wait()
    #expect(result.status == Int32(status))
    #expect(result.error.isEmpty)
    let objects = try result.objects()
    #expect(objects.map { $0["input"] as? String } == ["b.png", "-", "c.png", "d.png"])
    #expect(objects.map { $0["status"] as? String } == ["ok", "failed", "skipped", "skipped"])
    for object in objects.dropFirst() {
      #expect((object["error"] as? [String: Any])?["kind"] as? String == "interrupted")
    }
    #expect(try program.files() == ["a.png", "b.png", "c.png", "d.png", "out/b.png"])
  }

  @Test(arguments: [(SIGTERM, 143), (SIGINT, 130)])
  func interruptionLeavesNothing(signal: Int32, status: Int) throws {
    let running = try program.start(
      ["pool", "--op", "max", "--kernel", "4", "-", "-o", "x.png", "--dump", "npy"])
    // Larger than what is read ahead, and never ended.
    let large = try Pictures.encoded(
      Pictures.planes(channels: 3, size: Size(height: 400, width: 300)), as: .png(.init(compression: 0)))
    running.sendPart(Array(large.prefix(large.count / 2)))
    var names: [String] = []
    for _ in 0..<500 where names.count < 2 {
      usleep(20_000)
      names = try program.files().filter { $0.contains(".imagepool-") && $0.hasSuffix(".tmp") }
    }
    #expect(names.count == 2, "it works on two temporary files")
    running.signal(signal)
    let result = running.wait()
    #expect(result.status == Int32(status))
    #expect(try program.files() == ["a.png"])
    #expect(result.error.isEmpty)
  }
}
