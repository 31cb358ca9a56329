import Foundation
import PoolingEngine
import TestSupport
import Testing

@Suite("The README's table of operators")
struct OperatorTableTests {
  let program = try! Program()

  /// The pieces of code in the column of command lines, in the README's order.
  static let lines: [String] = {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("README.md")
    guard let text = try? String(contentsOf: readme, encoding: .utf8) else { return [] }
    let rows = text.components(separatedBy: "\n").drop { $0 != "## Operators" }.dropFirst()
      .prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.dropFirst()
    return rows.flatMap { row in
      let cells = row.replacingOccurrences(of: "\\|", with: "¦").components(separatedBy: "|")
      return cells[cells.count - 3].components(separatedBy: "`").enumerated()
        .filter { $0.offset % 2 == 1 }.map(\.element)
    }
  }()

  @Test func thereIsALineForEveryOperator() {
    #expect(Self.lines.count >= 25)
  }

  /// Each is either a whole command or what follows `imagepool pool map.npy -o pooled.npy`.
  @Test("Every command line of the table works", arguments: lines)
  func works(_ line: String) throws {
    let size = Size(height: 8, width: 8)
    let map = try Planes<Float>(channels: 1, size: size, (0..<64).map { Float($0 % 11) })
    try program.write(Pictures.npy(map), "map.npy")
    if line.contains("unpool") {
      #expect(
        try program.run("pool", "map.npy", "-o", "pooled.npy", "--op", "max", "--kernel", "2", "--indices")
          .status == 0)
    }
    let command =
      line.hasPrefix("imagepool ") ? line.dropFirst("imagepool ".count) : "pool map.npy -o pooled.npy \(line)"
    let result = try program.shell("$imagepool \(command)")
    #expect(result.status == 0, "\(line): \(result.error)")
  }
}
