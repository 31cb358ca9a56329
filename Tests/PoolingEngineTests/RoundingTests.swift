import PoolingEngine
import TestSupport
import Testing

@Suite("Rounding, clamping and ranges")
struct RoundingTests {
  struct Tie: Sendable, CustomTestStringConvertible {
    let samples: [Int]
    let halfEven, halfUp, down: Int
    let reason: String
    var testDescription: String { reason }
  }

  static let ties: [Tie] = [
    Tie(samples: [0, 1], halfEven: 0, halfUp: 1, down: 0, reason: "0.5"),
    Tie(samples: [1, 2], halfEven: 2, halfUp: 2, down: 1, reason: "1.5"),
    Tie(samples: [2, 3], halfEven: 2, halfUp: 3, down: 2, reason: "2.5"),
    Tie(samples: [0, -1], halfEven: 0, halfUp: 0, down: -1, reason: "−0.5: up is toward +∞"),
    Tie(samples: [-1, -2], halfEven: -2, halfUp: -1, down: -2, reason: "−1.5"),
    Tie(samples: [-2, -3], halfEven: -2, halfUp: -2, down: -3, reason: "−2.5"),
    Tie(samples: [0, 0, 1], halfEven: 0, halfUp: 0, down: 0, reason: "1/3"),
    Tie(samples: [0, 1, 1], halfEven: 1, halfUp: 1, down: 0, reason: "2/3"),
    Tie(samples: [0, 0, -1], halfEven: 0, halfUp: 0, down: -1, reason: "−1/3"),
    Tie(samples: [0, -1, -1], halfEven: -1, halfUp: -1, down: -1, reason: "−2/3"),
    Tie(samples: [127, 127, 126, 126], halfEven: 126, halfUp: 127, down: 126, reason: "126.5"),
    Tie(samples: [-128, -128, -127, -127], halfEven: -128, halfUp: -127, down: -128, reason: "−127.5"),
  ]

  @Test(
    "Halves and signs in every integer type", arguments: ties,
    SampleType.allCases.filter { !$0.isFloatingPoint })
  func rounding(_ c: Tie, _ type: SampleType) throws {
    func check<S: TestSample & FixedWidthInteger>(_: S.Type) throws {
      guard c.samples.allSatisfy({ S(exactly: $0) != nil }) else { return }
      let samples = c.samples.map { S($0) }
      for (rounding, want) in [(Rounding.halfEven, c.halfEven), (.halfUp, c.halfUp), (.down, c.down)] {
        for size in [Size(height: 1, width: samples.count), Size(height: samples.count, width: 1)] {
          let input = try Planes(channels: 1, size: size, samples)
          // int64 in the torch dialect divides as integers; see `int64InTorch`.
          let dialect = S.type == .int64 ? Dialect.onnx : .torch
          let layer = Pooling(.average, over: .global, dialect: dialect, rounding: rounding)
          #expect(try layer(input, as: S.self).samples == [S(want)], "\(rounding.rawValue)")
        }
      }
    }
    switch type {
    case .uint8: try check(UInt8.self)
    case .uint16: try check(UInt16.self)
    case .int8: try check(Int8.self)
    case .int16: try check(Int16.self)
    case .int32: try check(Int32.self)
    default: try check(Int64.self)
    }
  }

  @Test("torch: int64 to int64 truncates toward zero, whatever the rounding", arguments: Rounding.allCases)
  func int64InTorch(_ rounding: Rounding) throws {
    for (samples, want) in [
      ([-3, -4, 0, 0], -1), ([3, 4, 0, 0], 1), ([-1, 0, 0, 0], 0), ([1, 2], 1), ([-1, -2], -1),
    ] {
      let input = try Planes(
        channels: 1, size: Size(height: 1, width: samples.count), samples.map(Int64.init))
      let layer = Pooling(.average, over: .global, rounding: rounding)
      #expect(try layer(input, as: Int64.self).samples == [Int64(want)])
      let mean = Double(samples.reduce(0, +)) / Double(samples.count)
      #expect(try layer(input, as: Double.self).samples == [mean], "as float64 it is the quotient")
    }
  }

  @Test("torch: an int64 sum wraps, as PyTorch's does")
  func int64Wraps() throws {
    let layer = Pooling(.average, over: .global)
    for (samples, want) in [
      ([Int64.max, 1], Int64.min / 2), ([.min, .min], 0), ([.max, .max], -1), ([.min, -1], Int64.max / 2),
    ] {
      let input = try Planes(channels: 1, size: Size(height: 1, width: 2), samples)
      #expect(try layer(input, as: Int64.self).samples == [want])
    }
  }

  @Test(
    "An int64 average that no framework wraps is exact: as a float, and outside torch",
    arguments: Dialect.allCases)
  func int64Exact(_ dialect: Dialect) throws {
    let layer = Pooling(.average, over: .global, dialect: dialect)
    for value in [Int64.max, .min, .max - 1] {
      let input = Planes(channels: 1, size: Size(height: 3, width: 5), repeating: value)
      #expect(try layer(input, as: Double.self).samples == [Double(value)])
      if dialect != .torch { #expect(try layer(input, as: Int64.self).samples == [value]) }
    }
  }

  @Test("torch: one fold gives the wrapped int64 and the exact float64")
  func int64BothWays() throws {
    let input = try Planes<Int64>(channels: 1, size: Size(height: 1, width: 4), [.max, 1, .min, .min])
    let (integers, floats) = (PlanesSink<Int64>(), PlanesSink<Double>())
    try PlanesSource(input).pool(
      by: Pooling(.average, over: .sliding(Pair(1, 2))),
      into: [.values(as: .int64, into: integers), .values(as: .float64, into: floats)])
    #expect(try integers.planes().samples == [.min / 2, 0])
    #expect(try floats.planes().samples == [0x1p62, -0x1p63])
  }

  @Test("Divisors up to ±(2³¹ − 1)", arguments: [189_000_000, 500_000_000, Int(Int32.max), -Int(Int32.max)])
  func largeDivisors(_ divisor: Int) throws {
    let input = Planes<UInt8>(channels: 1, size: Size(height: 2, width: 2), repeating: 200)
    let layer = Pooling(.average(divisorOverride: divisor), over: .global)
    #expect(try layer(input, as: Double.self).samples == [800 / Double(divisor)])
    #expect(try layer(input, as: UInt8.self).samples == [0])
    let wide = Planes<Int64>(channels: 1, size: Size(height: 1, width: 2), repeating: 1 << 40)
    #expect(try layer(wide, as: Int64.self).samples == [(1 << 41) / Int64(divisor)])
  }

  @Test("Every sum of a 3×3 window of bytes, in each rounding and divisor", arguments: Rounding.allCases)
  func everyQuotient(_ rounding: Rounding) throws {
    // Column j holds the sum j in nine taps: 0...2295.
    let width = 9 * 255 + 1
    var input = Planes<UInt8>(channels: 1, size: Size(height: 9, width: width), repeating: 0)
    for sum in 0..<width {
      for tap in 0..<9 { input[0, tap, sum] = UInt8(min(255, max(0, sum - 255 * tap))) }
    }
    for divisor in [1, 2, 3, 7, 9, 10, 16, 255, 257, 1000, -4, -9] {
      let layer = Pooling(
        .average(divisorOverride: divisor), over: .sliding(Pair(9, 1)), rounding: rounding)
      let got = try layer(input, as: UInt8.self)
      let want = (0..<width).map { UInt8.quotient(Int128($0), Int128(divisor), rounding: rounding).value }
      #expect(got.samples == want, "\(rounding.rawValue) / \(divisor)")
    }
  }

  @Test("16 bits to 8: v / 257, rounded once", arguments: Rounding.allCases)
  func narrowing(_ rounding: Rounding) throws {
    var input = Planes<UInt16>(channels: 1, size: Size(height: 16, width: 4096), repeating: 0)
    for value in 0..<65536 { input[0, value / 4096, value % 4096] = UInt16(value) }
    let layer = Pooling(.average, over: .sliding(1), rounding: rounding)
    let got = try StreamedPooling.run(PlanesSource(input), by: layer, as: UInt8.self, narrowing: true)
    let want = (0..<65536).map { UInt8.quotient(Int128($0), 257, rounding: rounding).value }
    #expect(got.values.samples == want)
    #expect(got.summary.clampedSamples == 0)
    // A pair's average narrowed from the exact sum: (128 + 129) / 2 / 257 is half a step exactly.
    let pair = try Planes<UInt16>(channels: 1, size: Size(height: 1, width: 2), [128, 129])
    let half = try StreamedPooling.run(
      PlanesSource(pair), by: Pooling(.average, over: .global, rounding: rounding), as: UInt8.self,
      narrowing: true)
    #expect(half.values.samples == [rounding == .halfUp ? 1 : 0])
  }

  @Test("A max of 16 bits narrows as an average of one sample does")
  func narrowedMax() throws {
    let input = try Planes<UInt16>(
      channels: 1, size: Size(height: 1, width: 6), [0, 128, 129, 65535, 65406, 257])
    let got = try StreamedPooling.run(
      PlanesSource(input), by: Pooling(.max, over: .sliding(1)), as: UInt8.self, narrowing: true)
    #expect(got.values.samples == [0, 0, 1, 255, 254, 1])
  }

  struct ClampCase: Sendable, CustomTestStringConvertible {
    let divisor: Int
    let rounding: Rounding
    let samples: [UInt8]
    let value: UInt8
    let clamped: Int
    let reason: String
    var testDescription: String { reason }
  }

  static let clamps: [ClampCase] = [
    ClampCase(
      divisor: 1, rounding: .halfEven, samples: [200, 100], value: 255, clamped: 1, reason: "above the type"),
    ClampCase(
      divisor: -2, rounding: .halfEven, samples: [200, 100], value: 0, clamped: 1, reason: "below the type"),
    ClampCase(
      divisor: 1, rounding: .halfEven, samples: [200, 55], value: 255, clamped: 0, reason: "just inside"),
    ClampCase(
      divisor: -300, rounding: .halfEven, samples: [50, 50], value: 0, clamped: 0,
      reason: "−1/3 rounds into the range"),
    ClampCase(
      divisor: -300, rounding: .down, samples: [50, 50], value: 0, clamped: 1,
      reason: "−1/3 rounds down out of it"),
    ClampCase(
      divisor: 2, rounding: .halfEven, samples: [255, 255], value: 255, clamped: 0,
      reason: "the ordinary case"),
  ]

  @Test("Clamped samples are counted", arguments: clamps)
  func clamping(_ c: ClampCase) throws {
    let input = try Planes(channels: 1, size: Size(height: 1, width: 2), c.samples)
    let layer = Pooling(.average(divisorOverride: c.divisor), over: .global, rounding: c.rounding)
    let got = try StreamedPooling.run(PlanesSource(input), by: layer, as: UInt8.self)
    #expect(got.values.samples == [c.value])
    #expect(got.summary.clampedSamples == c.clamped)
  }

  @Test(
    "The largest sums of every integer type fit",
    arguments: SampleType.allCases.filter { !$0.isFloatingPoint })
  func largestSums(_ type: SampleType) {
    func check<S: TestSample>(_: S.Type) {
      for value in [S.lowestFinite, S.clamping(1e30)] {
        let value = S.type == .int64 ? S.clamping(value.asDouble / 0x1p20) : value
        let input = Planes(channels: 1, size: Size(height: 70, width: 90), repeating: value)
        for windows in [
          ReferencePooling.Windows.global, .sliding(ReferenceSliding(60, stride: 9)),
          .sliding(ReferenceSliding(Pair(70, 1), stride: 1)), .area(height: 3, width: 41),
          .adaptive(height: 2, width: 3),
        ] {
          let layer = ReferencePooling(.average(), windows)
          if let difference = EngineCheck.difference(layer, input, as: [S.type, .float64]) {
            Issue.record("\(difference)")
          }
        }
      }
    }
    check(type.testType)
  }

  @Test("A tall column of the largest samples: accumulators are wide enough for any height")
  func tallColumns() throws {
    // 70,000 × 65535 is above 2³²; 70,000 × 255 above 2²⁴; and 258 × 255 above 2¹⁶.
    for height in [256, 257, 258, 300, 65_537, 70_000] {
      let bytes = Planes<UInt8>(channels: 1, size: Size(height: height, width: 2), repeating: 255)
      #expect(try Pooling(.average, over: .global)(bytes, as: UInt8.self).samples == [255])
      let words = Planes<UInt16>(channels: 1, size: Size(height: height, width: 2), repeating: 65535)
      #expect(try Pooling(.average, over: .global)(words, as: UInt16.self).samples == [65535])
      let wide = Planes<UInt16>(channels: 1, size: Size(height: 2, width: height), repeating: 65535)
      #expect(try Pooling(.average, over: .global)(wide, as: UInt16.self).samples == [65535])
    }
  }

  @Test(
    "Floats become integers by one rounding; what does not fit is clamped and counted, NaN is 0 and counted")
  func floatsToIntegers() throws {
    let values: [Float] = [0.5, 1.5, -0.5, 254.5, 300, .nan]
    let input = try Planes<Float>(channels: 1, size: Size(height: 1, width: 6), values)
    for (rounding, want) in [
      (Rounding.halfEven, [0, 2, 0, 254, 255, 0]), (.halfUp, [1, 2, 0, 255, 255, 0]),
      (.down, [0, 1, 0, 254, 255, 0]),
    ] as [(Rounding, [UInt8])] {
      for reduction in [Reduction.average, .max, .min, .sum, .median, .lp(1), .soft()] {
        let layer = Pooling(reduction, over: .sliding(1), rounding: rounding)
        let got = try StreamedPooling.run(PlanesSource(input), by: layer, as: UInt8.self)
        // −0.5 rounded down is below 0.
        let clamped = rounding == .down ? 3 : 2
        #expect(got.values.samples == want, "\(reduction), \(rounding)")
        #expect(got.summary.clampedSamples == clamped, "\(reduction), \(rounding)")
      }
    }
  }

  @Test("A float32 average is the exact quotient rounded through Double, not a sum in float32")
  func floatPrecision() throws {
    // 2²⁴ + 1 + 1: float32 sums lose the ones.
    let input = try Planes<Float>(channels: 1, size: Size(height: 1, width: 3), [0x1p24, 1, 1])
    let layer = Pooling(.average(divisorOverride: 1), over: .global)
    #expect(try layer(input, as: Double.self).samples == [0x1p24 + 2])
    #expect(try layer(input, as: Float.self).samples == [0x1p24 + 2])
    let large = try Planes<Float>(
      channels: 1, size: Size(height: 1, width: 2), [.greatestFiniteMagnitude, .greatestFiniteMagnitude])
    #expect(try Pooling(.average, over: .global)(large, as: Float.self).samples == [.greatestFiniteMagnitude])
    let zeros = Planes<Float>(channels: 1, size: Size(height: 3, width: 3), repeating: -0.0)
    for windowing in [
      Windowing.global, .sliding(1), .sliding(2, stride: 1), .area(Size(height: 2, width: 2)),
    ] {
      let bits = try Pooling(.average, over: windowing)(zeros, as: Float.self).samples.map(\.bitPattern)
      #expect(bits.allSatisfy { $0 == 0 }, "a sum starts from +0: \(windowing)")
    }
    let opposite = try Planes<Float>(channels: 1, size: Size(height: 1, width: 2), [.infinity, -.infinity])
    #expect(
      try Pooling(.average, over: .global)(opposite, as: Float.self).samples.map(\.bitPattern) == [
        Float.nan.bitPattern
      ])
    #expect(
      try Pooling(.average, over: .global)(opposite, as: Double.self).samples.map(\.bitPattern) == [
        Double.nan.bitPattern
      ])
  }
}
