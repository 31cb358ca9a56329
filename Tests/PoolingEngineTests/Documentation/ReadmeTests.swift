import Foundation
import PoolingEngine
import Testing

/// The library column of the README's table of operators compiles and runs.
struct ReadmeTests {
  private let planes: Planes<Float>
  private let size = Size(height: 3, width: 3)

  init() throws {
    planes = try Planes(channels: 1, size: Size(height: 8, width: 8), (0..<64).map { Float($0 % 11) })
  }

  @Test func everyLayerOfTheTablePools() throws {
    let rows = [0, 3, 5, 8]
    let columns = [0, 2, 5, 8]
    let layers = [
      Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1))),
      Pooling(.min, over: .sliding(3)),
      Pooling(.average, over: .sliding(2)),
      Pooling(.average(countIncludePad: false), over: .sliding(2)),
      Pooling(.average(divisorOverride: 5), over: .sliding(2)),
      Pooling(.sum, over: .sliding(2)),
      Pooling(.max, over: .sliding(3, stride: 2, padding: .same)),
      Pooling(.max, over: .sliding(3, ceilMode: true)),
      Pooling(.average, over: .adaptive(Size(height: 7, width: 7))),
      Pooling(.max, over: .global),
      Pooling(.lp(2), over: .sliding(3)),
      Pooling(.lp(.infinity), over: .sliding(3)),
      Pooling(.lp(3), over: .sliding(2), dialect: .onnx),
      Pooling(.lp(2), over: .global, dialect: .onnx),
      Pooling(.max, over: .fractional(2, output: size, samples: .seed(1))),
      Pooling(
        .average, over: .boundaries(rows: rows, columns: columns, overlapping: true), dialect: .tensorflow),
      Pooling(.soft(temperature: 1), over: .sliding(2)),
      Pooling(.median, over: .sliding(4, padding: .whole, border: .constant(0))),
      Pooling(.average, over: .sliding(4, ceilMode: true), rounding: .halfUp),
      Pooling(.average, over: .area(size)),
      Pooling(.average, over: .fit(size)),
    ]
    for layer in layers {
      let pooled = try layer(planes, as: Float.self)
      #expect(pooled.size == (try layer.geometry(of: planes.size).output))
    }
  }

  @Test func everyOtherCallOfTheTableRuns() throws {
    let (values, indices) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
    #expect(IndexLayout.allCases.count == 5)
    let unpooled = try MaxUnpooling(kernel: 2)(values, indices: indices)
    #expect(unpooled.size == planes.size)
    let logits = Planes<Float>(channels: 1, size: planes.size, repeating: 0)
    let pooled = try Pooling(.attention(), over: .sliding(2))(planes, logits: logits, as: Float.self)
    let mean = try Pooling(.average, over: .sliding(2))(planes, as: Float.self)
    #expect(pooled == mean)
    let gradient = Planes<Float>(channels: 1, size: pooled.size, repeating: 1)
    let layer = Pooling(.average, over: .sliding(2))
    let slope = try layer.gradient(of: planes, upstream: gradient)
    let attention = Pooling(.attention(), over: .sliding(2))
    #expect(try attention.gradients(of: planes, logits: logits, upstream: gradient).input == slope)
    let source = PlanesSource(planes)
    let (first, second) = (layer, layer)
    #expect(try source.pooled(by: first).pooled(by: second).format.size == Size(height: 2, width: 2))
  }

  /// Every piece of code in the last column stands above, but for line breaks.
  @Test func theTableSaysNothingElse() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    let own = bare(try String(contentsOfFile: #filePath, encoding: .utf8))
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let lines = readme.components(separatedBy: "\n").drop { $0 != "## Operators" }.dropFirst()
      .prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.dropFirst()
    #expect(lines.count >= 20)
    for line in lines {
      // A bar inside a cell is escaped.
      let cells = line.replacingOccurrences(of: "\\|", with: "¦").components(separatedBy: "|")
      let pieces = cells[cells.count - 2].components(separatedBy: "`").enumerated()
        .filter { $0.offset % 2 == 1 }.map(\.element)
      #expect(!pieces.isEmpty || line.contains("SAME"), "\(line)")
      for piece in pieces { #expect(own.contains(bare(piece)), "\(piece)") }
    }
  }
}
