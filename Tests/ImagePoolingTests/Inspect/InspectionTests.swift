import FeatureMaps
import ImageCodecs
import TestSupport
import Testing

@testable import ImagePooling

/// Single windows whose numbers were worked out by hand.
@Suite("Inspections worked out by hand")
struct InspectionTests {
  private func inspect<S: Sample>(
    _ layer: Pooling, _ height: Int, _ width: Int, _ samples: [S], at row: Int, _ column: Int
  ) throws -> Inspection {
    let planes = try Planes(channels: 1, size: Size(height: height, width: width), samples)
    return try Recipe.pool(layer).inspect(
      .bytes(try Pictures.npy(planes)), at: OutputPlace(row: row, column: column))
  }

  struct Mean: CustomTestStringConvertible {
    let why: String
    let layer: Pooling
    let place: (Int, Int)
    let sum: Int
    let divisor: Int
    let rule: WindowExplanation.DivisorRule
    let rounded: Int
    var testDescription: String { why }
  }

  /// Over 1…9 in three rows.
  static let means = [
    Mean(
      why: "PyTorch counts the padding: 1 + 2 + 4 + 5 over 9",
      layer: Pooling(.average, over: .sliding(3, stride: 2, padding: .all(1))), place: (0, 0), sum: 12,
      divisor: 9, rule: .realAndPaddingTaps, rounded: 1),
    Mean(
      why: "TensorFlow and ONNX do not: over 4",
      layer: Pooling(.average, over: .sliding(3, stride: 2, padding: .all(1)), dialect: .onnx), place: (0, 0),
      sum: 12, divisor: 4, rule: .realTaps, rounded: 3),
    Mean(
      why: "count_include_pad says otherwise",
      layer: Pooling(
        .average(countIncludePad: true), over: .sliding(3, stride: 2, padding: .all(1)), dialect: .onnx),
      place: (0, 0), sum: 12, divisor: 9, rule: .realAndPaddingTaps, rounded: 1),
    Mean(
      why: "overhang never counts: 9 alone, over 1",
      layer: Pooling(.average, over: .sliding(2, ceilMode: true)), place: (1, 1), sum: 9, divisor: 1,
      rule: .realAndPaddingTaps, rounded: 9),
    Mean(
      why: "padding counts and overhang does not: 9 with a padding tap on each axis, 3 x 3 of 4 x 4",
      layer: Pooling(.average, over: .sliding(4, stride: 3, padding: .all(1), ceilMode: true)), place: (1, 1),
      sum: 9, divisor: 4, rule: .realAndPaddingTaps, rounded: 2),
    Mean(
      why: "an override holds at the edge, too",
      layer: Pooling(.average(divisorOverride: 5), over: .sliding(2, ceilMode: true)), place: (1, 1), sum: 9,
      divisor: 5, rule: .override, rounded: 2),
    Mean(
      why: "half to even: 1 + 2 over 2 is 1.5, which goes up to 2",
      layer: Pooling(.average, over: .sliding(Pair(1, 2))), place: (0, 0), sum: 3, divisor: 2,
      rule: .realAndPaddingTaps, rounded: 2),
    Mean(
      why: "down: 1.5 is 1", layer: Pooling(.average, over: .sliding(Pair(1, 2)), rounding: .down),
      place: (0, 0), sum: 3, divisor: 2, rule: .realAndPaddingTaps, rounded: 1),
    Mean(
      why: "area windows of 1.5 samples: 4·1 + 2·2 + 2·4 + 1·5 = 21 over 9",
      layer: Pooling(.average, over: .area(Size(height: 2, width: 2))), place: (0, 0), sum: 21, divisor: 9,
      rule: .areaWeights, rounded: 2),
    Mean(
      why: "a filled border is pooled like samples: 0 + 0 + 0 + 0 + 1 + 2 + 0 + 4 + 5 over 9",
      layer: Pooling(
        .average, over: .sliding(3, stride: 2, padding: .all(1), border: .constant(0)), dialect: .onnx),
      place: (0, 0), sum: 12, divisor: 9, rule: .realTaps, rounded: 1),
    Mean(
      why: "reflection: rows 1 0 1 and columns 1 0 1: 5 + 4 + 5 + 2 + 1 + 2 + 5 + 4 + 5 = 33",
      layer: Pooling(.average, over: .sliding(3, stride: 2, padding: .all(1), border: .reflect)),
      place: (0, 0),
      sum: 33, divisor: 9, rule: .realAndPaddingTaps, rounded: 4),
  ]

  @Test(arguments: means)
  func mean(_ one: Mean) throws {
    let inspection = try inspect(one.layer, 3, 3, (1...9).map { UInt8($0) }, at: one.place.0, one.place.1)
    let explanation = inspection.channels[0].explanation
    #expect(explanation.sum == .integer(Int128(one.sum)))
    #expect(explanation.divisor == .integer(Int128(one.divisor)))
    #expect(explanation.divisorRule == one.rule)
    #expect(explanation.rounded == one.rounded)
    #expect(explanation.exact == .quotient(Int128(one.sum), Int128(one.divisor)))
    #expect(inspection.agrees)
  }

  struct Choice: CustomTestStringConvertible {
    let why: String
    let reduction: Reduction
    let dialect: Dialect
    let samples: [Float]
    let result: Float
    let winner: Int?
    let ties: [Int]
    var testDescription: String { "\(dialect): \(why)" }
  }

  private static let lowest = -Float.greatestFiniteMagnitude

  static let choices = [
    Choice(
      why: "the first of equals", reduction: .max, dialect: .torch, samples: [1, 7, 7, 2], result: 7,
      winner: 1, ties: [2]),
    Choice(
      why: "the first of equals", reduction: .min, dialect: .onnx, samples: [3, 1, 4, 1], result: 1,
      winner: 1, ties: [3]),
    Choice(
      why: "zeros are equal", reduction: .max, dialect: .torch, samples: [-0.0, 0, -1, -2], result: -0.0,
      winner: 0, ties: [1]),
    Choice(
      why: "the last NaN", reduction: .max, dialect: .torch, samples: [.nan, 9, .nan, 1], result: .nan,
      winner: 2, ties: [0]),
    Choice(
      why: "NaN is passed over", reduction: .max, dialect: .tensorflow, samples: [.nan, 9, .nan, 1],
      result: 9, winner: 1, ties: []),
    Choice(
      why: "NaN as the first tap", reduction: .max, dialect: .onnx, samples: [.nan, 9, .nan, 1], result: .nan,
      winner: 0, ties: []),
    Choice(
      why: "NaN elsewhere", reduction: .max, dialect: .onnx, samples: [8, 9, .nan, 1], result: 9, winner: 1,
      ties: []),
    Choice(
      why: "nothing but -inf", reduction: .max, dialect: .tensorflow,
      samples: [-.infinity, -.infinity, -.infinity, -.infinity], result: lowest, winner: nil, ties: []),
    Choice(
      why: "nothing but -inf", reduction: .max, dialect: .torch,
      samples: [-.infinity, -.infinity, -.infinity, -.infinity], result: -.infinity, winner: 0,
      ties: [1, 2, 3]),
    Choice(
      why: "nothing but NaN", reduction: .min, dialect: .tensorflow, samples: [.nan, .nan, .nan, .nan],
      result: -lowest, winner: nil, ties: []),
  ]

  @Test(arguments: choices)
  func choice(_ one: Choice) throws {
    let layer = Pooling(one.reduction, over: .sliding(2), dialect: one.dialect)
    let channel = try inspect(layer, 2, 2, one.samples, at: 0, 0).channels[0]
    #expect(channel.explanation.result.isSame(as: .real(Double(one.result), .float32)))
    #expect(channel.explanation.winner == one.winner)
    #expect(channel.explanation.ties == one.ties)
    #expect(channel.taps.firstIndex(where: \.wins) == one.winner)
    #expect(channel.taps.indices.filter { channel.taps[$0].ties } == one.ties)
    #expect(channel.agrees)
  }

  @Test func dialectsSayWhatTheyWouldGive() throws {
    let average = Pooling(.average, over: .sliding(3, stride: 2, padding: .all(1)))
    let channel = try inspect(average, 3, 3, (1...9).map { UInt8($0) }, at: 0, 0).channels[0]
    #expect(channel.dialects.map(\.dialect) == [.tensorflow, .onnx])
    #expect(channel.dialects.map(\.outcome) == [.different, .different])
    #expect(channel.dialects.map(\.rounded) == [3, 3])
    #expect(channel.dialects[0].reason.contains("leaves the padding out"))
    let ceil = try inspect(
      Pooling(.max, over: .sliding(2, ceilMode: true)), 3, 3, (1...9).map { UInt8($0) }, at: 1, 1)
    #expect(ceil.channels[0].dialects.map(\.outcome) == [.refused, .same])
    #expect(ceil.channels[0].dialects[0].reason == "tensorflow has no ceil mode")
    // p = 1 is the signed sum in PyTorch, the sum of magnitudes in ONNX.
    let norm = try inspect(Pooling(.lp(1), over: .sliding(2)), 2, 2, [1, -2, 3, -4] as [Float], at: 0, 0)
    #expect(norm.channels[0].explanation.result == .real(-2, .float32))
    #expect(norm.channels[0].dialects[1].result == .real(10, .float32))
    // Quotients of int64 are cut in PyTorch.
    let cut = try inspect(Pooling(.average, over: .sliding(2)), 2, 2, [-1, -2, -2, -2] as [Int64], at: 0, 0)
    #expect(cut.channels[0].explanation.result == .integer(-1))
    #expect(cut.channels[0].dialects[1].result == .real(-1.75, .float32))
  }

  @Test func premultipliedColoursCountByTheirAlpha() throws {
    // Two pixels: red 200 with alpha 255, red 100 with alpha 51: (200·255 + 100·51)/306 = 183.33.
    let planes = try Planes<UInt8>(
      channels: 4, size: Size(height: 1, width: 2), [200, 100, 0, 0, 0, 0, 255, 51])
    var recipe = Recipe.pool(Pooling(.average, over: .sliding(Pair(1, 2))))
    recipe.alpha = .premultiplied
    let inspection = try recipe.inspect(
      .bytes(try Pictures.encoded(planes)), at: OutputPlace(row: 0, column: 0))
    let red = inspection.channels[0]
    #expect(red.explanation.sum == .integer(56100) && red.explanation.divisor == .integer(306))
    #expect(red.explanation.divisorRule == .alpha && red.explanation.rounded == 183)
    #expect(red.taps.map(\.weight) == [.integer(255), .integer(51)])
    #expect(inspection.channels[3].explanation.sum == .integer(306))
    #expect(inspection.channels[3].explanation.divisor == .integer(2))
    #expect(inspection.agrees)
  }

  @Test(arguments: 1...8)
  func turnedPicturesHaveTheSameWindows(_ tag: Int) throws {
    let planes = Pictures.planes(channels: 3, size: Size(height: 11, width: 17))
    let png = Pictures.tagged(png: try Pictures.encoded(planes), tag)
    let recipe = Recipe.pool(Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1))))
    let place = OutputPlace(row: 3, column: 2, channel: 1)
    let inspection = try recipe.inspect(.bytes(png), at: place)
    #expect(inspection.agrees && inspection.channels.map(\.channel) == [1])
    let pooled = try recipe.planes(of: .bytes(png), as: UInt8.self)
    #expect(inspection.channels[0].engineResult == .integer(Int128(pooled[1, 3, 2])))
    for tap in inspection.channels[0].taps {
      let (row, column) = (tap.storedRow ?? tap.sourceRow ?? -1, tap.storedColumn ?? tap.sourceColumn ?? -1)
      #expect(tap.value == .integer(Int128(planes[1, row, column])))
      #expect((tap.storedRow == nil) == (tag == 1))
    }
  }

  /// PyTorch's fractional windows are each channel's own, and so are the places at the head and side of its table.
  @Test func fractionalWindowsAreEachChannelsOwn() throws {
    let samples = [
      FractionalSamples.Sample(width: 0.1, height: 0.1), FractionalSamples.Sample(width: 0.9, height: 0.9),
    ]
    let layer = Pooling(
      .max, over: .fractional(1, output: Size(height: 3, width: 3), samples: .given(samples)))
    let planes = Planes<UInt8>(channels: 2, size: Size(height: 8, width: 8), repeating: 1)
    let inspection = try Recipe.pool(layer).inspect(
      .bytes(try Pictures.npy(planes)), at: OutputPlace(row: 1, column: 1))
    // α = 7/2: ⌊1.1·3.5⌋ − ⌊0.1·3.5⌋ = 3, ⌊1.9·3.5⌋ − ⌊0.9·3.5⌋ = 6 − 3 = 3; of row 1 alike; u = 0.5 would give 4.
    #expect(inspection.channels.map { $0.taps.map(\.row) } == [[3], [3]])
    let half = Pooling(
      .max,
      over: .fractional(
        1, output: Size(height: 3, width: 3),
        samples: .given([samples[0], FractionalSamples.Sample(width: 0.5, height: 0.1)])))
    let mixed = try Recipe.pool(half).inspect(
      .bytes(try Pictures.npy(planes)), at: OutputPlace(row: 1, column: 1))
    #expect(mixed.channels.map { $0.taps.map(\.column) } == [[3], [4]] && mixed.agrees)
    #expect(
      mixed.text.contains("channel 0\n      3\n  3  1*\n")
        && mixed.text.contains("channel 1\n      4\n  3  1*\n"))
  }

  @Test func lastOfSeveralLayers() throws {
    // Maxima 6 8 / 14 16 of 1…16, then their mean 11.
    let planes = try Planes<UInt8>(channels: 1, size: Size(height: 4, width: 4), (1...16).map { UInt8($0) })
    let recipe = Recipe(layers: [Pooling(.max, over: .sliding(2)), Pooling(.average, over: .sliding(2))])
    let inspection = try recipe.inspect(.bytes(try Pictures.npy(planes)), at: OutputPlace(row: 0, column: 0))
    #expect(inspection.layersBefore == 1 && inspection.inputSize == Size(height: 2, width: 2))
    #expect(inspection.channels[0].taps.map(\.value) == [6, 8, 14, 16].map { .integer($0) })
    #expect(inspection.channels[0].explanation.exact == .quotient(44, 4) && inspection.agrees)
  }

  @Test func linearLightIsInspectedAsLight() throws {
    let planes = try Planes<UInt8>(channels: 1, size: Size(height: 1, width: 2), [0, 255])
    var recipe = Recipe.pool(Pooling(.average, over: .sliding(Pair(1, 2))))
    recipe.linearLight = true
    let inspection = try recipe.inspect(
      .bytes(try Pictures.encoded(planes)), at: OutputPlace(row: 0, column: 0))
    #expect(inspection.sampleType == .uint16 && inspection.channels[0].explanation.rounded == 32768)
    #expect(inspection.agrees && inspection.isLinearLight)
    #expect(inspection.text.contains("rounded  32768 (uint16, half-even), light that a picture codes again"))
  }

  // MARK: - Disagreement

  /// The engine is right, so a disagreement is made here.
  @Test func aDisagreementIsSaid() throws {
    var inspection = try inspect(
      Pooling(.average, over: .sliding(2)), 2, 2, [1, 2, 3, 4] as [UInt8], at: 0, 0)
    let explanation = inspection.channels[0].explanation
    #expect(explanation.allows(.real(2.5, .float32)) && !explanation.allows(.real(2.5000002, .float32)))
    #expect(explanation.allows(rounded: 2) && !explanation.allows(rounded: 3))
    inspection.channels[0].engineResult = .real(2.25, .float32)
    inspection.channels[0].agrees = false
    #expect(!inspection.agrees)
    #expect(inspection.text.contains("result   2.5 (float32)"))
    #expect(inspection.text.contains("ENGINE   gives 2.25, rounded 2: it and this explanation differ"))
    #expect(
      inspection.json.contains("\"status\":\"failed\"") && inspection.json.contains("\"engine_result\":2.25"))
  }

  /// Floats may be added in any order, but not in any way.
  @Test func floatsAreAllowedTheirRoundingsOnly() throws {
    let numbers: [Double] = [0.1, 0.2, 0.3, 1e16]
    let explanation = try inspect(Pooling(.average, over: .sliding(2)), 2, 2, numbers, at: 0, 0).channels[0]
      .explanation
    let mean = 1e16 / 4
    #expect(explanation.allows(.real(mean, .float64)) && explanation.allows(.real(mean + 1, .float64)))
    #expect(!explanation.allows(.real(mean + 20, .float64)) && !explanation.allows(.real(.nan, .float64)))
  }
}
