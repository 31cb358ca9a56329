import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// The lines of the README's section "Use".
@Suite("The README's lines of use")
struct UseTests {
  static let lines: [String] = {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("README.md")
    guard let text = try? String(contentsOf: readme, encoding: .utf8) else { return [] }
    let section = text.components(separatedBy: "\n## Use\n").last ?? ""
    return section.components(separatedBy: "```")[1].components(separatedBy: "\n").dropFirst()
      .filter { !$0.isEmpty }
  }()

  @Test func thereAreSome() { #expect(Self.lines.count >= 9) }

  @Test("Each line works", arguments: lines)
  func works(_ line: String) throws {
    let program = try Program()
    let picture = Pictures.planes(channels: 3, size: Size(height: 256, width: 340))
    try program.write(try Pictures.encoded(picture, as: .jpeg(JPEGEncoding())), "photo.jpg")
    try program.write(try Pictures.encoded(picture, as: .jpeg(JPEGEncoding())), "other.jpg")
    try program.write(try Pictures.encoded(picture), "scan.png")
    let map = try Planes<Float>(channels: 2, size: Size(height: 14, width: 14), (0..<392).map { Float($0) })
    try program.write(try Pictures.npy(map), "features.npy")
    let shard = TestShard.archive([("1.png", try Pictures.encoded(picture)), ("1.cls", [49])])
    try program.write(shard, "shard.tar")
    // `verify` looks for its golden set beside the program that it was started as.
    let result = try program.shell(
      "imagepool() { \"$imagepool\" \"$@\"; }\n"
        + line.replacingOccurrences(of: "imagepool verify", with: "imagepool verify --help"))
    #expect(result.status == 0, "\(result.error)")
  }
}
