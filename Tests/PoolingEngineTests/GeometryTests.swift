import PoolingEngine
import TestSupport
import Testing

@Suite("Geometry: sizes and windows")
struct GeometryTests {
  struct SizeCase: Sendable, CustomTestStringConvertible {
    let input, kernel, stride: Int
    var padding: (Int, Int) = (0, 0)
    var dilation = 1
    var ceilMode = false
    var dialect = Dialect.torch
    let output: Int
    let reason: String
    var testDescription: String { reason }
  }

  static let sizes: [SizeCase] = [
    SizeCase(input: 7, kernel: 2, stride: 2, output: 3, reason: "7 by 2 is 3, not 4: floor"),
    SizeCase(input: 7, kernel: 2, stride: 2, ceilMode: true, output: 4, reason: "4 in ceil mode"),
    SizeCase(input: 7, kernel: 2, stride: 2, padding: (1, 1), output: 4, reason: "4 with padding 1"),
    SizeCase(
      input: 5, kernel: 1, stride: 3, ceilMode: true, output: 2,
      reason: "ceil gives 3, the last starts past the input"),
    SizeCase(
      input: 6, kernel: 2, stride: 4, ceilMode: true, output: 2,
      reason: "a last window that fits is not doubled"),
    SizeCase(
      input: 9, kernel: 4, stride: 4, padding: (2, 2), ceilMode: true, output: 3,
      reason: "4 windows but the last starts at n + p0"),
    SizeCase(
      input: 32, kernel: 1, stride: 2, ceilMode: true, output: 16, reason: "17 by ceil, the last starts at n"),
    SizeCase(
      input: 5, kernel: 2, stride: 2, padding: (1, 1), ceilMode: true, output: 3,
      reason: "4 by ceil, the last starts in the trailing padding"),
    SizeCase(input: 32, kernel: 8, stride: 4, output: 7, reason: "an exact fit, floor"),
    SizeCase(input: 32, kernel: 8, stride: 4, ceilMode: true, output: 7, reason: "an exact fit, ceil"),
    SizeCase(
      input: 2, kernel: 3, stride: 3, ceilMode: true, output: 1,
      reason: "ceil mode may give 1 for a kernel wider than the input"),
    SizeCase(
      input: 4, kernel: 5, stride: 3, ceilMode: true, dialect: .onnx, output: 1,
      reason: "the same in ONNX Runtime"),
    SizeCase(input: 7, kernel: 3, stride: 1, dilation: 3, output: 1, reason: "K = 7"),
    SizeCase(
      input: 6, kernel: 3, stride: 2, padding: (2, 0), dialect: .onnx, output: 3,
      reason: "asymmetric pads, before"),
    SizeCase(
      input: 6, kernel: 3, stride: 2, padding: (0, 2), dialect: .onnx, output: 3,
      reason: "asymmetric pads, after"),
    SizeCase(
      input: 6, kernel: 3, stride: 4, padding: (2, 0), ceilMode: true, dialect: .onnx, output: 2,
      reason: "ceil gives 3, but the third starts at 8 = n + p0: compared with the leading pad"),
    SizeCase(
      input: 6, kernel: 3, stride: 4, padding: (0, 2), ceilMode: true, dialect: .onnx, output: 2,
      reason: "the same with the pad behind: start 4 is below 6"),
    SizeCase(
      input: 5, kernel: 2, stride: 2, padding: (0, 1), ceilMode: true, dialect: .onnx, output: 3,
      reason: "an exact fit over the trailing pad"),
  ]

  @Test("Output sizes", arguments: sizes)
  func outputSize(_ c: SizeCase) throws {
    let reference = ReferencePooling(
      .max,
      .sliding(
        ReferenceSliding(
          Pair(c.kernel, 1), stride: Pair(c.stride, 1),
          padding: .explicit(top: c.padding.0, left: 0, bottom: c.padding.1, right: 0),
          dilation: Pair(c.dilation, 1), ceilMode: c.ceilMode)), dialect: c.dialect)
    let size = Size(height: c.input, width: 3)
    #expect(reference.plan(size)?.rows.count == c.output, "the reference")
    let geometry = try reference.engine.geometry(of: size)
    #expect(geometry.output == Size(height: c.output, width: 3), "the engine")
  }

  struct SameCase: Sendable, CustomTestStringConvertible {
    let input, kernel, stride: Int
    var dilation = 1
    let padding: Padding
    /// Of every window: first tap, taps, padding taps.
    let windows: [[Int]]
    let reason: String
    var testDescription: String { reason }
  }

  static let same: [SameCase] = [
    SameCase(
      input: 6, kernel: 3, stride: 2, padding: .same, windows: [[0, 3, 0], [2, 3, 0], [4, 2, 1]],
      reason: "even n: (0, 1)"),
    SameCase(
      input: 7, kernel: 3, stride: 2, padding: .same,
      windows: [[0, 2, 1], [1, 3, 0], [3, 3, 0], [5, 2, 1]], reason: "odd n: (1, 1)"),
    SameCase(
      input: 6, kernel: 3, stride: 2, padding: .sameLower, windows: [[0, 2, 1], [1, 3, 0], [3, 3, 0]],
      reason: "lower: the odd tap before"),
    SameCase(
      input: 5, kernel: 1, stride: 3, padding: .same, windows: [[0, 1, 0], [3, 1, 0]],
      reason: "P clamps at 0: windows at 0, s"),
    SameCase(
      input: 5, kernel: 1, stride: 3, padding: .sameLower, windows: [[0, 1, 0], [3, 1, 0]],
      reason: "P clamps at 0, lower"),
    SameCase(
      input: 4, kernel: 3, stride: 1, dilation: 2, padding: .same,
      windows: [[0, 2, 1], [1, 2, 1], [0, 2, 1], [1, 2, 1]], reason: "dilated SAME pads by K"),
    SameCase(
      input: 7, kernel: 2, stride: 2, padding: .same,
      windows: [[0, 2, 0], [2, 2, 0], [4, 2, 0], [6, 1, 1]], reason: "7 by 2 is 4 with SAME"),
  ]

  @Test("SAME windows", arguments: same)
  func sameWindows(_ c: SameCase) throws {
    let layer = Pooling(
      .max,
      over: .sliding(
        Pair(1, c.kernel), stride: Pair(1, c.stride), padding: c.padding, dilation: Pair(1, c.dilation)))
    let geometry = try layer.geometry(of: Size(height: 1, width: c.input))
    #expect(geometry.columns.map { [$0.firstTap, $0.tapCount, $0.paddingTaps] } == c.windows)
    #expect(geometry.columns.allSatisfy { $0.overhangTaps == 0 })
  }

  @Test("Adaptive bins overlap where they must: 5 to 3 is [0,2) [1,4) [3,5)")
  func adaptiveBins() throws {
    let geometry = try Pooling(.max, over: .adaptive(height: 3, width: nil)).geometry(
      of: Size(height: 5, width: 4))
    #expect(geometry.rows.map { [$0.firstTap, $0.tapCount] } == [[0, 2], [1, 3], [3, 2]])
    #expect(geometry.columns.map { [$0.firstTap, $0.tapCount] } == [[0, 1], [1, 1], [2, 1], [3, 1]])
  }

  @Test("Area windows share a cut sample by weight: 5 to 3 with weights in thirds")
  func areaWindows() throws {
    let geometry = try Pooling(.average, over: .area(Size(height: 3, width: 2))).geometry(
      of: Size(height: 5, width: 4))
    #expect(
      geometry.rows.map { [$0.firstTap, $0.tapCount, $0.leadingWeight, $0.innerWeight, $0.trailingWeight] }
        == [
          [0, 2, 3, 3, 2], [1, 3, 1, 3, 1], [3, 2, 2, 3, 3],
        ])
    #expect(geometry.rows.allSatisfy { $0.weightSum == 5 })
    #expect(geometry.columns.allSatisfy { $0.isUnweighted && $0.tapCount == 2 })
  }

  @Test("Overhang in ceil mode is counted apart from padding: n 6, k 3, s 2, p 1")
  func overhang() throws {
    let layer = Pooling(.average, over: .sliding(3, stride: 2, padding: .all(1), ceilMode: true))
    let rows = try layer.geometry(of: Size(height: 6, width: 6)).rows
    #expect(
      rows.map { [$0.tapCount, $0.paddingTaps, $0.overhangTaps] } == [
        [2, 1, 0], [3, 0, 0], [3, 0, 0], [1, 1, 1],
      ])
  }

  struct FitCase: Sendable, CustomTestStringConvertible {
    let input, box, output: Size
    let reason: String
    var testDescription: String { reason }

    init(_ input: (Int, Int), _ box: (Int, Int), _ output: (Int, Int), _ reason: String) {
      self.input = Size(height: input.0, width: input.1)
      self.box = Size(height: box.0, width: box.1)
      self.output = Size(height: output.0, width: output.1)
      self.reason = reason
    }
  }

  static let fits: [FitCase] = [
    FitCase((3000, 4000), (256, 256), (192, 256), "landscape: the width limits"),
    FitCase((4000, 3000), (256, 256), (256, 192), "portrait: the height limits"),
    FitCase((100, 100), (256, 256), (100, 100), "never enlarged"),
    FitCase((100, 300), (256, 256), (85, 256), "85.33 rounds down"),
    FitCase((1000, 3), (10, 10), (10, 1), "0.03 is at least 1"),
    FitCase((3, 1000), (10, 10), (1, 10), "at least 1 the other way"),
    FitCase((5, 10), (9, 5), (3, 5), "2.5 rounds up"),
    FitCase((10, 5), (5, 9), (5, 3), "2.5 rounds up, portrait"),
    FitCase((20, 10), (10, 5), (10, 5), "the box's own proportions"),
  ]

  @Test("A picture fits a box", arguments: fits)
  func fit(_ c: FitCase) throws {
    #expect(try Pooling(.average, over: .fit(c.box)).geometry(of: c.input).output == c.output)
  }

  @Test("A mirrored list is the list seen from the other end")
  func mirrored() throws {
    var random = SeededRandom(seed: 71)
    for _ in 0..<200 {
      let size = Size(height: random.int(1...40), width: 5)
      let layer = ReferencePooling.randomAccepted(using: &random, within: size)
      let rows = try layer.engine.geometry(of: size).rows
      let mirrored = rows.mirrored()
      #expect(mirrored.mirrored().map(taps) == rows.map(taps), "seed \(random.seed) \(layer)")
      let length = rows.inputLength
      let turned = rows.reversed().map { window in
        taps(window).map { [length - 1 - $0[0], $0[1]] }.reversed() as [[Int]]
      }
      #expect(mirrored.map(taps) == turned, "seed \(random.seed) \(layer)")
    }
  }

  /// Real taps with their weights.
  private func taps(_ window: Window) -> [[Int]] {
    (0..<window.tapCount).map {
      let position = window.firstTap + $0 * window.dilation
      return [position, window.weight(at: position)]
    }
  }

  @Test("Thousands of random layers: accepted by the same sizes, the same windows tap by tap")
  func randomLayers() {
    #if DEBUG
      let count = 4000
    #else
      let count = 100_000
    #endif
    var random = SeededRandom(seed: 2026)
    for number in 0..<count {
      let size = Size(height: random.int(1...24), width: random.int(1...24))
      let layer = ReferencePooling.random(using: &random, within: size)
      let plan = layer.plan(size)
      let geometry = try? layer.engine.geometry(of: size)
      guard let plan, let geometry else {
        if (plan == nil) != (geometry == nil) {
          Issue.record(
            "seed 2026, number \(number): \(layer) of \(size): reference \(plan == nil ? "refuses" : "accepts"), engine \(geometry == nil ? "refuses" : "accepts")"
          )
        }
        continue
      }
      let filled = geometry.filledBorder
      #expect([filled.top, filled.left, filled.bottom, filled.right] == plan.border, "\(layer) of \(size)")
      for (name, got, want) in [
        ("row", geometry.rows, plan.rows), ("column", geometry.columns, plan.columns),
      ] {
        guard let difference = difference(got, want) else { continue }
        Issue.record("seed 2026, number \(number): \(layer) of \(size): \(name) window \(difference)")
      }
    }
  }

  private func difference(_ got: AxisWindows, _ want: [ReferenceWindow]) -> String? {
    guard got.count == want.count else { return "count \(got.count), want \(want.count)" }
    for (number, (window, wanted)) in zip(got, want).enumerated() {
      let taps = taps(window)
      var isSame = taps.map { $0[0] } == wanted.taps
      isSame =
        isSame && window.paddingTaps == wanted.paddingTaps && window.overhangTaps == wanted.overhangTaps
      isSame = isSame && taps.map { $0[1] } == wanted.weights
      if !isSame { return "\(number): got \(window), want \(wanted)" }
    }
    return nil
  }

  @Test("Every dialect that a refusal names accepts the same request, and no other does")
  func acceptedBy() {
    var random = SeededRandom(seed: 5)
    for number in 0..<6000 {
      let size = Size(height: random.int(1...12), width: random.int(1...12))
      let layer = ReferencePooling.random(using: &random, within: size)
      do {
        _ = try layer.engine.geometry(of: size)
      } catch {
        let accepting = Dialect.allCases.filter {
          var other = layer
          other.dialect = $0
          return other.plan(size) != nil
        }
        #expect(error.acceptedBy == accepting, "seed 5, number \(number): \(layer) of \(size): \(error)")
        #expect(!error.acceptedBy.contains(layer.dialect))
      }
    }
  }

  @Test("An output of one sample wherever a dimension is one")
  func degenerate() throws {
    for dialect in Dialect.allCases {
      let layer = Pooling(.max, over: .sliding(1), dialect: dialect)
      #expect(try layer.geometry(of: Size(height: 1, width: 1)).output == Size(height: 1, width: 1))
      #expect(
        try Pooling(.average, over: .global, dialect: dialect).geometry(of: Size(height: 1, width: 9)).output
          == Size(height: 1, width: 1))
    }
  }
}
