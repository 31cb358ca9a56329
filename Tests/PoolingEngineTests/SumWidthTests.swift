import PoolingEngine
import TestSupport
import Testing

/// Sums at the edge of the accumulators that planning chooses: 16 bits, 32 bits, 32 bits down and 64 across, 64 bits.
@Suite("Widths of sums")
struct SumWidthTests {
  /// Weights of a window's rows and columns, which decide the accumulators.
  struct Weights: Sendable, CustomTestStringConvertible {
    let rows: Int
    let columns: Int
    let reason: String
    var testDescription: String { "\(rows) × \(columns): \(reason)" }

    init(_ rows: Int, _ columns: Int, _ reason: String) {
      (self.rows, self.columns, self.reason) = (rows, columns, reason)
    }
  }

  static let byteWeights: [Weights] = [
    Weights(257, 1, "255 · 257 is the last sum in 16 bits"),
    Weights(258, 1, "the first in 32"),
    Weights(16_843_009, 1, "255 · 16,843,009 = 2³² − 1, the last in 32"),
    Weights(16_843_009, 1000, "rows in 32 bits, the whole in 64"),
    Weights(16_843_010, 1, "rows in 64 bits"),
    Weights(1, 16_843_010, "rows of 1, columns in 64 bits"),
  ]
  static let wordWeights: [Weights] = [
    Weights(65_537, 1, "65,535 · 65,537 = 2³² − 1, the last sum in 32 bits"),
    Weights(65_537, 65_537, "rows in 32 bits, the whole in 64"),
    Weights(65_538, 1, "rows in 64 bits"),
  ]
  static let productWeights: [Weights] = [
    Weights(66_051, 3, "255² · 66,051 is the last sum of rows in 32 bits"),
    Weights(66_052, 3, "rows in 64 bits"),
  ]

  /// Two windows of five taps that share one; the inner taps weigh alike, so that they are folded together.
  private func windows(_ weight: Int) -> [ReferenceWindow] {
    [0, 4].map { first in
      var window = ReferenceWindow()
      window.taps = Array(first..<first + 5)
      let inner = max(0, weight / 5)
      window.weights = [weight - 3 * inner - weight / 7, inner, inner, inner, weight / 7]
      return window
    }
  }

  private func layer(_ weights: Weights) -> ReferencePooling {
    ReferencePooling(.average(), .custom(rows: windows(weights.rows), columns: windows(weights.columns)))
  }

  private func inputs<S: TestSample & FixedWidthInteger>(_: S.Type, channels: Int) -> [Planes<S>] {
    var random = SeededRandom(seed: 61)
    let size = Size(height: 9, width: 9)
    return [
      Planes(channels: channels, size: size, repeating: S.max),
      Planes.random(.noise, channels: channels, size: size, using: &random),
    ]
  }

  @Test("Averages of bytes", arguments: byteWeights, [1, 3, 4])
  func averagesOfBytes(_ weights: Weights, _ channels: Int) {
    check(UInt8.self, weights, channels)
  }

  @Test("Averages of 16-bit samples", arguments: wordWeights, [1, 3])
  func averagesOfWords(_ weights: Weights, _ channels: Int) {
    check(UInt16.self, weights, channels)
  }

  private func check<S: TestSample & FixedWidthInteger>(_ type: S.Type, _ weights: Weights, _ channels: Int) {
    for input in inputs(type, channels: channels) {
      for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
        for stripHeight in [1, 3, nil] {
          let schedule = Schedule(stripHeight: stripHeight, instructionSet: instructionSet)
          if let difference = EngineCheck.difference(layer(weights), input, schedule: schedule) {
            Issue.record("\(difference)")
          }
        }
      }
    }
  }

  @Test("Colours weighted by alpha", arguments: productWeights, [2, 4])
  func products(_ weights: Weights, _ channels: Int) throws {
    let layer = layer(weights)
    for input in inputs(UInt8.self, channels: channels) {
      let (size, means) = try #require(layer.premultipliedMeans(input))
      let want = try Planes<UInt8>(
        channels: channels, size: size, means.map { $0.value(as: UInt8.self, rounding: .halfEven).value })
      for stripHeight in [1, 4, nil] {
        let got = try StreamedPooling.run(
          RaggedSource(input, seed: 5), by: layer.engine(for: input.size), as: UInt8.self,
          alpha: .premultiplied, stripHeight: stripHeight)
        let difference = ImageDiff.first(got: got.values, want: want)
        #expect(difference == nil, "strips of \(stripHeight.map(String.init) ?? "any height")")
      }
    }
  }

  @Test("Every width of a row of RGBA around the vectors: colours times alpha")
  func widthsOfProducts() throws {
    for width in 1...40 {
      var random = SeededRandom(seed: UInt64(width))
      let input = Planes<UInt8>.random(
        .noise, channels: 4, size: Size(height: 3, width: width), using: &random)
      let layer = ReferencePooling(.average(), .area(height: 2, width: max(1, width / 3)))
      let (size, means) = try #require(layer.premultipliedMeans(input))
      let want = try Planes<UInt8>(
        channels: 4, size: size, means.map { $0.value(as: UInt8.self, rounding: .halfEven).value })
      let got = try StreamedPooling.run(
        RaggedSource(input, seed: 6), by: layer.engine, as: UInt8.self, alpha: .premultiplied)
      #expect(ImageDiff.first(got: got.values, want: want) == nil, "width \(width)")
    }
  }

  @Test(
    "Interleaved rows of every width and 1 to 4 channels: area windows, cut and whole, in 16 and 32 bits and wider",
    arguments: [SampleType.uint8, .uint16], 1...4)
  func interleaved(_ type: SampleType, _ channels: Int) throws {
    func check<S: TestSample & FixedWidthInteger>(_: S.Type) throws {
      for width in 1...70 {
        var random = SeededRandom(seed: UInt64(100 * width + channels))
        let input = Planes<S>.random(
          random.pick([.noise, .wild]), channels: channels, size: Size(height: 11, width: width),
          using: &random)
        for (height, columns) in [(1, 1), (2, max(1, width / 2)), (4, max(1, width * 2 / 5)), (11, width)] {
          let layer = ReferencePooling(.average(), .area(height: height, width: columns))
          let means = try #require(layer.means(input))
          let got = try StreamedPooling.run(
            RaggedSource(input, seed: 7), by: layer.engine, as: S.self)
          let difference = EngineCheck.difference(layer, input, got: got.values, means: means)
          #expect(difference == nil, "width \(width) to \(columns)")
        }
      }
    }
    if type == .uint8 { try check(UInt8.self) } else { try check(UInt16.self) }
  }

  @Test(
    "Colours in lists of windows of up to four taps: every number of them, empty ones, windows at the row's end"
  )
  func fewTaps() throws {
    for most in 1...4 {
      for count in 1...21 {
        var random = SeededRandom(seed: UInt64(100 * most + count))
        let columns = windows(ofUpTo: most, count, weights: 1...7, &random)
        let rows = windows(ofUpTo: 8, 3, weights: 1...1, &random)
        let (width, height) = (reach(columns), reach(rows))
        let input = Planes<UInt8>.random(
          .wild, channels: 3, size: Size(height: height, width: width), using: &random)
        let layer = ReferencePooling(.average(), .custom(rows: rows, columns: columns))
        let means = try #require(layer.means(input))
        for stripHeight in [1, 2, nil] {
          let got = try StreamedPooling.run(
            RaggedSource(input, seed: 8), by: layer.engine(for: input.size), as: UInt8.self,
            stripHeight: stripHeight)
          let difference = EngineCheck.difference(layer, input, got: got.values, means: means)
          #expect(difference == nil, "\(count) windows of up to \(most) taps")
        }
      }
    }
  }

  @Test("Rows that weigh differently, 2 to 20 of them, in 16 and 32 bits, in strips of every height")
  func weightedRows() throws {
    for taps in 2...20 {
      for weights in [1...3, 1...200] {
        var random = SeededRandom(seed: UInt64(1000 * taps + weights.upperBound))
        var window = ReferenceWindow()
        window.taps = Array(0..<taps)
        let inner = random.int(weights)
        window.weights = (0..<taps).map { $0 == 0 || $0 == taps - 1 ? random.int(weights) : inner }
        // Weighs differently, so that columns are not those of a sliding window.
        let column = windows(ofUpTo: 1, 45, weights: 1...1, &random)
        let input = Planes<UInt8>.random(
          .wild, channels: 3, size: Size(height: taps, width: reach(column)), using: &random)
        let layer = ReferencePooling(.average(), .custom(rows: [window], columns: column))
        let means = try #require(layer.means(input))
        for stripHeight in [1, 2, 5, nil] {
          let got = try StreamedPooling.run(
            RaggedSource(input, seed: 9), by: layer.engine(for: input.size), as: UInt8.self,
            stripHeight: stripHeight)
          let difference = EngineCheck.difference(layer, input, got: got.values, means: means)
          #expect(
            difference == nil, "\(taps) rows, strips of \(stripHeight.map(String.init) ?? "any height")")
        }
      }
    }
  }

  /// Windows of 0 to `most` taps, each of which begins where the last did or up to three samples later.
  private func windows(
    ofUpTo most: Int, _ count: Int, weights: ClosedRange<Int>, _ random: inout SeededRandom
  ) -> [ReferenceWindow] {
    var (first, last) = (0, 0)
    return (0..<count).map { number in
      var window = ReferenceWindow()
      first += random.int(0...3)
      // The last one is full, so that the row ends with it.
      let taps = number == count - 1 ? most : random.int(0...most)
      guard taps > 0 else { return window }
      first = max(first, last - taps + 1)
      last = first + taps - 1
      window.taps = Array(first..<first + taps)
      let inner = random.int(weights)
      window.weights = (0..<taps).map { $0 == 0 || $0 == taps - 1 ? random.int(weights) : inner }
      return window
    }
  }

  private func reach(_ windows: [ReferenceWindow]) -> Int {
    windows.reduce(1) { max($0, ($1.taps.last ?? 0) + 1) }
  }
}
