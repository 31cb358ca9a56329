import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Every command line of docs/compare.md is run as it stands there, and what the page shows is what it says.
@Suite("docs/compare.md")
struct ComparePageTests {
  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs/compare.md")

  /// The lines of the block that is marked as shell, and of the one that is not.
  static let blocks: (shell: [String], shown: [String]) = {
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let parts = text.components(separatedBy: "```")
    guard parts.count == 5 else { return ([], []) }
    func lines(_ part: String) -> [String] {
      part.components(separatedBy: "\n").dropFirst().filter { !$0.isEmpty }
    }
    return (lines(parts[1]), lines(parts[3]))
  }()

  private let program: Program

  init() throws {
    program = try Program()
    let planes = Pictures.planes(channels: 3, size: Size(height: 12, width: 10))
    var other = planes
    other[1, 4, 6] &+= 3
    other[0, 9, 2] &-= 2
    for (name, picture) in [("expected", planes), ("result", planes), ("damaged", other)] {
      try program.write(try Pictures.encoded(picture), "\(name).png")
      let floats = try Planes<Float>(channels: 3, size: picture.size, picture.samples.map { Float($0) / 255 })
      try program.write(try Pictures.npy(floats), "\(name).npy")
    }
    // Smooth, as photographs are for the most part.
    var large = Planes<UInt8>(channels: 3, size: Size(height: 64, width: 80), repeating: 0)
    for place in 0..<(3 * 64 * 80) {
      let (channel, row, column) = (place / 5120, place / 80 % 64, place % 80)
      large[channel, row, column] = UInt8(row + column + 40 * channel)
    }
    try program.write(try Pictures.encoded(large), "photo.png")
    try program.write(try Pictures.encoded(large, as: .jpeg(JPEGEncoding(quality: 95))), "photo.jpg")
    // Means by the program, once, and a container with the same tensor twice.
    let made = try program.shell(
      """
      "$imagepool" pool photo.png --op average --kernel 4 -o expected-means.npy
      "$imagepool" pool photo.png --op average --kernel 4 -o model.safetensors
      """)
    #expect(made.status == 0, "\(made.error)")
    let tensor = try Safetensors(program.read("model.safetensors")).tensor(named: "output")
    let means = try #require(tensor.planes(as: Float.self))
    let nearly = try Planes<Float>(
      channels: means.channels, size: means.size, means.samples.map { $0 + 0.0005 })
    let header = try SafetensorsHeader.encoded([
      .init(name: "output", type: .float32, shape: tensor.shape),
      .init(name: "reference", type: .float32, shape: tensor.shape),
    ]).header
    let bytes = [means, nearly].flatMap { $0.samples.withUnsafeBytes { Array($0) } }
    try program.write(header + bytes, "model.safetensors")
  }

  @Test func thereAreLines() {
    #expect(Self.blocks.shell.count == 7 && Self.blocks.shown.count >= 8)
  }

  @Test(arguments: blocks.shell)
  func runs(_ line: String) throws {
    let result = try program.shell(
      "imagepool() { \"$imagepool\" \"$@\"; }; set -o pipefail\n\(line)")
    #expect(result.status == 0, "\(result.outputText)\(result.error)")
    if line.contains("-o report.html") {
      #expect(program.exists("report.html") && result.outputText.hasSuffix("look at report.html\n"))
    } else if line.contains("-o diff.png") {
      #expect(program.exists("diff.png") && result.outputText.hasSuffix("look at diff.png\n"))
    } else if line.contains("--json") {
      #expect(result.outputText.contains(#""status":"equal_enough""#))
    } else {
      #expect(result.outputText.hasSuffix("\nequal\n") || result.outputText.hasSuffix("\nequal enough\n"))
    }
  }

  /// The examples of `imagepool compare --help`, and the one of `imagepool --help`.
  @Test func examplesOfTheHelp() throws {
    for name in ["before", "after", "small"] {
      try program.write(try program.read("expected.png"), "\(name).png")
    }
    var count = 0
    for help in [try program.run("compare", "--help"), try program.run("--help")] {
      for line in help.outputText.components(separatedBy: "\n") where line.hasPrefix("  imagepool compare ") {
        let result = try program.shell("imagepool() { \"$imagepool\" \"$@\"; }\n\(line)")
        #expect(result.status == 0, "\(line): \(result.error)")
        count += 1
      }
    }
    #expect(count == 6)
  }

  /// The output that the page shows, digit by digit.
  @Test func shows() throws {
    let command = try #require(Self.blocks.shown.first)
    #expect(command.hasPrefix("$ imagepool "))
    let result = try program.shell(
      command.replacingOccurrences(of: "$ imagepool ", with: "\"$imagepool\" "))
    #expect(result.status == 1)
    let shown = Self.blocks.shown.dropFirst().joined(separator: "\n")
    #expect(result.outputText == shown + "\n")
  }
}
