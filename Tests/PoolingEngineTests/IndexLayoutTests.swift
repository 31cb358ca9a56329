import PoolingEngine
import Testing

@Suite("Index layouts")
struct IndexLayoutTests {
  struct Layout: Sendable, CustomTestStringConvertible {
    let layout: IndexLayout
    /// Of the place row 1, column 2 in a plane of 3 rows and 5 columns, channel 1 of 4, batch 2.
    let index: Int64
    let formula: String
    var testDescription: String { "\(layout.rawValue): \(formula)" }
  }

  static let layouts: [Layout] = [
    Layout(layout: .plane, index: 7, formula: "h·W + w"),
    Layout(layout: .nhwc, index: 29, formula: "(h·W + w)·C + c"),
    Layout(layout: .nhwcBatch, index: 149, formula: "((n·H + h)·W + w)·C + c"),
    Layout(layout: .nchwBatch, index: 142, formula: "((n·C + c)·H + h)·W + w"),
    Layout(layout: .nchwBatchColumnMajor, index: 142, formula: "(n·C + c)·H·W + w·H + h"),
  ]

  @Test("The frameworks' numbers of one place", arguments: layouts)
  func index(_ c: Layout) {
    let size = Size(height: 3, width: 5)
    #expect(c.layout.index(plane: 7, batch: 2, channel: 1, channels: 4, size: size) == c.index)
  }

  @Test("Row-major and column-major differ off the diagonal")
  func majors() {
    let size = Size(height: 3, width: 5)
    // Row 0, column 1: 1 in rows, 3 in columns.
    #expect(IndexLayout.nchwBatch.index(plane: 1, batch: 0, channel: 0, channels: 4, size: size) == 1)
    #expect(
      IndexLayout.nchwBatchColumnMajor.index(plane: 1, batch: 0, channel: 0, channels: 4, size: size) == 3)
  }

  @Test("A window without taps has no number in any layout", arguments: IndexLayout.allCases)
  func none(_ layout: IndexLayout) {
    let size = Size(height: 3, width: 5)
    #expect(layout.index(plane: -1, batch: 2, channel: 1, channels: 4, size: size) == -1)
  }
}
