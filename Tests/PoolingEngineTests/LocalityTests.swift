import PoolingEngine
import TestSupport
import Testing

/// A NaN, an infinity or a huge value in one place changes only the windows that hold it: nothing leaks through running sums,
/// block folds, doubling, shared maxima or borders.
@Suite("One odd sample changes the windows that hold it, and no other")
struct LocalityTests {
  static let size = Size(height: 20, width: 23)
  static let places = [(0, 0), (0, 22), (19, 0), (19, 22), (9, 11)]
  #if DEBUG
    static let odd: [Float] = isAddressSanitized ? [.nan] : [.nan, .infinity, 1e30]
  #else
    static let odd: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30]
  #endif

  struct Windows: Sendable, CustomTestStringConvertible {
    let windows: ReferencePooling.Windows
    let reason: String
    var testDescription: String { reason }

    init(_ windows: ReferencePooling.Windows, _ reason: String) {
      self.windows = windows
      self.reason = reason
    }
  }

  static let windows: [Windows] = [
    Windows(.sliding(ReferenceSliding(2)), "2×2"),
    Windows(.sliding(ReferenceSliding(3, stride: 2, padding: .same)), "3×3 stride 2 SAME"),
    Windows(
      .sliding(ReferenceSliding(4, stride: 3, padding: .all(2), ceilMode: true)),
      "4×4 stride 3, padded, ceil"),
    Windows(.sliding(ReferenceSliding(7, stride: 1)), "7×7 stride 1: block folds and doubling"),
    Windows(
      .sliding(ReferenceSliding(7, stride: 1, padding: .same)), "7×7 stride 1 SAME: cut windows on all sides"),
    Windows(.sliding(ReferenceSliding(15, stride: 1)), "15×15 stride 1: blocks that the axis cuts"),
    Windows(
      .sliding(ReferenceSliding(15, stride: 1, padding: .sameLower)),
      "15×15 stride 1 SAME-lower: ends folded together"),
    Windows(.sliding(ReferenceSliding(Pair(11, 5), stride: Pair(2, 1))), "11×5 stride 2×1: blocks with gaps"),
    Windows(
      .sliding(ReferenceSliding(3, stride: 1, dilation: Pair(2, 4))), "3×3 dilated: doubling with gaps"),
    Windows(
      .sliding(ReferenceSliding(3, stride: 4, padding: .all(3), border: .replicate)), "replicated border"),
    Windows(.sliding(ReferenceSliding(9, stride: 1, padding: .all(4), border: .reflect)), "reflected border"),
    Windows(
      .sliding(ReferenceSliding(Pair(6, 8), padding: .whole, border: .constant(0))), "whole blocks of 6×8"),
    Windows(.adaptive(height: 7, width: 9), "adaptive"),
    Windows(.area(height: 6, width: 9), "area"),
    Windows(.area(height: 5, width: 23), "area of whole samples"),
    Windows(.global, "global"),
    Windows(
      .fractional(
        kernel: Pair(4, 3), output: Size(height: 13, width: 17),
        samples: [FractionalSamples.Sample(width: 0.3, height: 0.8)]), "fractional of torch"),
    Windows(
      .boundaries(rows: [0, 3, 4, 9, 15, 20], columns: [0, 1, 5, 11, 12, 20, 23], overlapping: true),
      "fractional of tensorflow, overlapping"),
  ]

  static let operators: [ReferencePooling.Operator] = [
    .max, .min, .sum, .average(countIncludePad: false), .average(countIncludePad: true), .lp(1), .lp(2),
    .lp(3), .lp(.infinity), .lp(-.infinity), .soft(temperature: 1), .soft(temperature: 0.01), .median,
  ]

  @Test("Every operator, every dialect that has it", arguments: windows, Dialect.allCases)
  func samples(_ c: Windows, _ dialect: Dialect) throws {
    var random = SeededRandom(seed: 24)
    let plain = Planes<Float>.random(.noise, channels: 1, size: Self.size, using: &random)
    for operation in Self.operators {
      let layer = ReferencePooling(operation, c.windows, dialect: dialect)
      guard layer.plan(Self.size) != nil else {
        #expect(throws: PoolingError.self, "\(layer)") { try layer.engine(plain, as: Float.self) }
        continue
      }
      try check(layer, plain) { try layer.engine($0, as: Float.self) }
      // The first tap's NaN is told by a copy of its row; places travel beside values.
      if layer.selectsASample {
        try check(layer, plain) { try layer.engine.withIndices($0).values }
        try check(layer, plain, makesNaN: false) { try layer.engine.withIndices($0).indices }
      }
    }
  }

  @Test("Attention: an odd sample, and an odd logit", arguments: windows, Dialect.allCases)
  func attention(_ c: Windows, _ dialect: Dialect) throws {
    let layer = ReferencePooling(.attention(temperature: 0.5), c.windows, dialect: dialect)
    guard layer.plan(Self.size) != nil else { return }
    var random = SeededRandom(seed: 27)
    let input = Planes<Float>.random(.noise, channels: 1, size: Self.size, using: &random)
    let logits = Planes<Float>.random(.noise, channels: 1, size: Self.size, using: &random)
    try check(layer, input) { try layer.engine($0, logits: logits, as: Float.self) }
    try check(layer, logits) { try layer.engine(input, logits: $0, as: Float.self) }
  }

  /// - Parameter makesNaN: PyTorch's NaN reaches every result that is a number.
  private func check<R: TestSample>(
    _ layer: ReferencePooling, _ plain: Planes<Float>, makesNaN: Bool = true,
    _ pool: (Planes<Float>) throws -> Planes<R>
  ) throws {
    let want = try pool(plain)
    for (row, column) in Self.places {
      let holds = try #require(layer.holds(row: row, column: column, of: Self.size))
      for odd in Self.odd {
        var input = plain
        input[0, row, column] = odd
        let got = try pool(input)
        for (output, isHeld) in holds.enumerated() {
          let value = got.samples[output]
          if !isHeld, value.bits != want.samples[output].bits {
            Issue.record("\(layer): \(odd) at \(row), \(column) reached output \(output)")
            return
          }
          if isHeld, odd.isNaN, makesNaN, layer.dialect == .torch, !value.isNotANumber {
            Issue.record("\(layer): \(odd) at \(row), \(column) did not reach output \(output)")
            return
          }
        }
      }
    }
  }
}
