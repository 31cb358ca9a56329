import PoolingEngine
import TestSupport
import Testing

@Suite struct CellTests {
  /// Over samples that are equal within every cell, windows over cells have to give the very sums of the windows over samples.
  @Test("A cell weighs as much as its samples in the window", arguments: [2, 4, 8])
  func weights(side: Int) throws {
    var random = SeededRandom(seed: UInt64(side))
    var compared = 0
    for _ in 0..<100 {
      let length = random.int(2 * side...600)
      let count = random.int(1...max(1, length / (2 * side)))
      let windows = try Pooling(.average, over: .area(Size(height: count, width: 1)))
        .geometry(of: Size(height: length, width: 1)).rows
      let cells = try #require(windows.overCells(of: side), "\(count) of \(length)")
      #expect(cells.count == count && cells.inputLength == (length + side - 1) / side)
      for (window, over) in zip(windows, cells) {
        var sums = [Int](repeating: 0, count: cells.inputLength)
        for tap in window.firstTap...window.lastTap { sums[tap / side] += window.weight(at: tap) }
        let taps = over.firstTap...over.lastTap
        let isRight = sums.indices.allSatisfy { sums[$0] == (taps.contains($0) ? over.weight(at: $0) : 0) }
        if !isRight || over.weightSum != window.weightSum { Issue.record("\(over) of \(window)") }
        compared += 1
      }
      let mirrored = try #require(windows.mirrored().overCells(of: side))
      #expect(mirrored.count == count)
    }
    #expect(compared > 500)
  }

  @Test("Less than two cells a window, padding, gaps and overlaps are refused")
  func refused() throws {
    let cases: [(windowing: Windowing, length: Int, side: Int, isTaken: Bool, why: String)] = [
      (.area(Size(height: 8, width: 1)), 128, 8, true, "two cells a window"),
      (.area(Size(height: 8, width: 1)), 127, 8, false, "a little less"),
      (.area(Size(height: 8, width: 1)), 127, 4, true, "of smaller cells there are enough"),
      (.area(Size(height: 300, width: 1)), 128, 2, false, "a larger result"),
      (.sliding(Pair(16, 1)), 160, 8, true, "a kernel of two cells"),
      (.sliding(Pair(15, 1)), 160, 8, false, "a smaller kernel"),
      (.sliding(Pair(16, 1), stride: Pair(1, 1)), 160, 2, false, "windows that overlap"),
      (.sliding(Pair(4, 1), stride: Pair(16, 1)), 160, 4, false, "small windows far apart"),
      (
        .sliding(Pair(8, 1), padding: .explicit(top: 4, left: 0, bottom: 0, right: 0)), 64, 2, false,
        "padding"
      ),
      (.sliding(Pair(8, 1), dilation: Pair(2, 1)), 160, 2, false, "taps apart, in onnx"),
      (.adaptive(Size(height: 4, width: 1)), 64, 8, true, "bins that divide the axis"),
    ]
    for c in cases {
      // Of the dialects only onnx's average has dilation.
      let windows = try Pooling(
        .average, over: c.windowing, dialect: c.why.hasSuffix("onnx") ? .onnx : .torch
      ).geometry(
        of: Size(height: c.length, width: 1))
      let cells = windows.rows.overCells(of: c.side)
      #expect((cells != nil) == c.isTaken, "\(c.why)")
    }
  }
}
