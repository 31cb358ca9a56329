import PoolingEngine
import TestSupport
import Testing

/// ``MetamorphicTests`` for the other operators.
@Suite("Laws of every operator")
struct OperatorLawTests {
  static let windows: [ReferencePooling.Windows] = [
    .sliding(ReferenceSliding(2)),
    .sliding(ReferenceSliding(3, stride: 2, padding: .same)),
    .sliding(ReferenceSliding(7, stride: 1)),
    .sliding(ReferenceSliding(7, stride: 1, padding: .sameLower)),
    .sliding(ReferenceSliding(4, stride: 3, ceilMode: true)),
    .adaptive(height: 4, width: 5),
    .global,
    .fractional(
      kernel: 3, output: Size(height: 8, width: 5),
      samples: Array(repeating: FractionalSamples.Sample(width: 0.4, height: 0.7), count: 2)),
  ]
  static let size = Size(height: 12, width: 14)

  private func noise<S: TestSample>(
    _: S.Type, _ kind: SampleKind = .noise, seed: UInt64
  ) -> Planes<S> {
    var random = SeededRandom(seed: seed)
    return .random(kind, channels: 2, size: Self.size, using: &random)
  }

  private func pool<S: TestSample, R: TestSample>(
    _ operation: ReferencePooling.Operator, _ windows: ReferencePooling.Windows, _ input: Planes<S>,
    as type: R.Type, dialect: Dialect = .torch
  ) throws -> [R] {
    try ReferencePooling(operation, windows, dialect: dialect).engine(input, as: R.self).samples
  }

  /// The real taps of every window, for both planes.
  private func tapCounts(_ windows: ReferencePooling.Windows) throws -> [Double] {
    let plan = try #require(ReferencePooling(.sum, windows).plan(Self.size))
    let plane = plan.rows.flatMap { v in plan.columns.map { Double(v.taps.count * $0.taps.count) } }
    return plane + plane
  }

  @Test(
    "A constant: selections, medians and weighted means keep it, sums count it", arguments: windows,
    SampleType.allCases)
  func constant(_ windows: ReferencePooling.Windows, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      let counts = try tapCounts(windows)
      for value in [S.clamping(0), S.clamping(1), S.clamping(97)] {
        let input = Planes(channels: 2, size: Self.size, repeating: value)
        let number = value.asDouble
        for operation in [ReferencePooling.Operator.min, .median, .soft(temperature: 0.5)] {
          let got = try pool(operation, windows, input, as: S.self)
          #expect(got.allSatisfy { $0 == value }, "\(operation) of \(value)")
        }
        let logits = noise(Float.self, seed: 60)
        let attention = ReferencePooling(.attention(temperature: 1), windows)
        let weighted = try attention.engine(input, logits: logits, as: Double.self).samples
        #expect(weighted.allSatisfy { ($0 - number).magnitude <= 500 * 0x1p-53 * number }, "attention")
        #expect(try pool(.sum, windows, input, as: Double.self) == counts.map { $0 * number })
        for dialect in [Dialect.onnx]
        where ReferencePooling(.lp(1), windows, dialect: dialect).plan(Self.size) != nil {
          #expect(
            try pool(.lp(1), windows, input, as: Double.self, dialect: dialect) == counts.map { $0 * number })
        }
        if ReferencePooling(.lp(.infinity), windows).plan(Self.size) != nil {
          for norm in [Double.infinity, -.infinity] {
            #expect(try pool(.lp(norm), windows, input, as: Double.self).allSatisfy { $0 == number })
          }
        }
      }
    }
    try check(type.testType)
  }

  @Test(
    "A kernel of one sample: the sample, its magnitude, its sum from +0", arguments: SampleType.allCases)
  func identity(_ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      for kind in SampleKind.allCases {
        let input = noise(S.self, kind, seed: 61)
        let one = ReferencePooling.Windows.sliding(ReferenceSliding(1))
        let nan = S.rounding(.nan, .halfEven).value
        let plain = input.samples.map { $0.isNotANumber ? nan : $0 }
        #expect(try pool(.min, one, input, as: S.self).map(\.bits) == plain.map(\.bits))
        #expect(try pool(.median, one, input, as: S.self).map(\.bits) == plain.map(\.bits))
        let sums = try pool(.sum, one, input, as: S.self)
        #expect(
          zip(sums, plain).allSatisfy {
            $0.isNotANumber ? $1.isNotANumber : $0 == $1 && ($0.asDouble != 0 || $0.bits == 0)
          })
        // What follows is in Double, as int64 is not.
        let doubles = plain.map(\.asDouble)
        func same(_ got: [Double], _ want: [Double]) -> Bool {
          zip(got, want).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
        }
        let signed = try pool(.lp(1), one, input, as: Double.self)
        #expect(same(signed, doubles) && signed.allSatisfy { $0 != 0 || $0.bits == 0 }, "summed from +0")
        for dialect in [Dialect.torch, .onnx] {
          let euclid = try pool(.lp(2), one, input, as: Double.self, dialect: dialect)
          #expect(
            zip(euclid, doubles).allSatisfy {
              $1.isNaN || ($0 - $1.magnitude).magnitude <= 0x1p-51 * $0 || $0 == .infinity
            })
        }
        #expect(same(try pool(.lp(.infinity), one, input, as: Double.self), doubles.map(\.magnitude)))
        #expect(same(try pool(.lp(-.infinity), one, input, as: Double.self), doubles.map(\.magnitude)))
        #expect(same(try pool(.lp(1), one, input, as: Double.self, dialect: .onnx), doubles.map(\.magnitude)))
        // An infinity as its own logit is ∞ − ∞.
        #expect(
          same(
            try pool(.soft(temperature: 1), one, input, as: Double.self),
            doubles.map { $0.isInfinite ? .nan : $0 }))
        let layer = ReferencePooling(.attention(temperature: 1), one)
        let logits = noise(Double.self, seed: 62)
        #expect(same(try layer.engine(input, logits: logits, as: Double.self).samples, doubles))
      }
    }
    try check(type.testType)
  }

  @Test(
    "max ≥ mean, median, soft, attention ≥ min, and soft ≥ mean", arguments: windows,
    [SampleType.uint8, .int32, .float32, .float64])
  func order(_ windows: ReferencePooling.Windows, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      let input = noise(S.self, seed: 63)
      let greatest = try pool(.max, windows, input, as: S.self).map(\.asDouble)
      let least = try pool(.min, windows, input, as: S.self).map(\.asDouble)
      let taps = try tapCounts(windows)
      let means = zip(try pool(.sum, windows, input, as: Double.self), taps).map { $0 / $1 }
      let scale = 1000 * 0x1p-53 * (input.samples.map(\.asDouble.magnitude).max() ?? 0)
      func between(_ got: [Double], _ what: String) {
        let isInside = zip(got, zip(least, greatest)).allSatisfy { $0 >= $1.0 - scale && $0 <= $1.1 + scale }
        #expect(isInside, "\(what), \(windows)")
      }
      between(means, "mean")
      let medians = try pool(.median, windows, input, as: Double.self)
      #expect(zip(medians, zip(least, greatest)).allSatisfy { $0 >= $1.0 && $0 <= $1.1 })
      for temperature in [1e-6, 0.1, 1, 50, 1e12] {
        let soft = try pool(.soft(temperature: temperature), windows, input, as: Double.self)
        between(soft, "soft \(temperature)")
        // Weights that grow with the sample (Chebyshev's inequality of sums).
        #expect(zip(soft, means).allSatisfy { $0 >= $1 - scale }, "soft \(temperature), \(windows)")
      }
      let logits = noise(Float.self, seed: 64)
      let layer = ReferencePooling(.attention(temperature: 0.2), windows)
      between(try layer.engine(input, logits: logits, as: Double.self).samples, "attention")
    }
    try check(type.testType)
  }

  @Test(
    "Ends of the temperature: the max when cold, the mean when hot; attention on oneself is soft",
    arguments: windows)
  func temperatures(_ windows: ReferencePooling.Windows) throws {
    // Distinct to a thousandth, so that a millionth of a degree freezes all but the greatest.
    var input = Planes(channels: 2, size: Self.size, repeating: Float(0))
    var random = SeededRandom(seed: 65)
    let order = (0..<336).map { _ in random.next() }.enumerated().sorted { $0.element < $1.element }
    for (rank, place) in order.map(\.offset).enumerated() {
      input[place / 168, place % 168 / 14, place % 14] = Float(rank) / 256
    }
    let cold = try pool(.soft(temperature: 1e-6), windows, input, as: Float.self)
    #expect(try cold == pool(.max, windows, input, as: Float.self))
    let hot = try pool(.soft(temperature: 1e15), windows, input, as: Double.self)
    let means = zip(try pool(.sum, windows, input, as: Double.self), try tapCounts(windows)).map { $0 / $1 }
    #expect(zip(hot, means).allSatisfy { ($0 - $1).magnitude < 1e-12 })
    let attention = ReferencePooling(.attention(temperature: 0.3), windows)
    if case .fractional = windows {
    } else {
      let soft = try pool(.soft(temperature: 0.3), windows, input, as: Double.self)
      #expect(try attention.engine(input, logits: input, as: Double.self).samples == soft)
    }
    let constant = Planes(channels: 1, size: Self.size, repeating: 5.5)
    let even = try attention.engine(input, logits: constant, as: Double.self).samples
    #expect(zip(even, means).allSatisfy { ($0 - $1).magnitude <= 1e-13 })
  }

  @Test(
    "min = −max(−x); norms of ±∞ are the greatest and least magnitude", arguments: windows,
    SampleKind.allCases)
  func negation(_ windows: ReferencePooling.Windows, _ kind: SampleKind) throws {
    for dialect in Dialect.allCases {
      let layer = ReferencePooling(.min, windows, dialect: dialect)
      guard layer.plan(Self.size) != nil else { continue }
      let input = noise(Float.self, kind, seed: 66)
      let negated = try Planes(channels: 2, size: Self.size, input.samples.map { -$0 })
      let (least, places) = try layer.engine.withIndices(input)
      let (greatest, theirs) = try ReferencePooling(.max, windows, dialect: dialect).engine.withIndices(
        negated)
      let nan = Float.nan.bits
      let isSame = zip(least.samples, greatest.samples).allSatisfy {
        $0.isNaN ? $0.bits == nan && $1.isNaN : $0.bits == (-$1).bits
      }
      #expect(isSame && places == theirs, "\(layer) of \(kind)")
      let integers = noise(Int32.self, kind, seed: 67)
      let complements = try Planes(channels: 2, size: Self.size, integers.samples.map { ~$0 })
      #expect(
        try pool(.min, windows, integers, as: Int32.self, dialect: dialect)
          == pool(.max, windows, complements, as: Int32.self, dialect: dialect).map { ~$0 })
      if dialect == .torch, ReferencePooling(.lp(.infinity), windows).plan(Self.size) != nil {
        let magnitudes = try Planes(channels: 2, size: Self.size, input.samples.map(\.magnitude))
        #expect(
          try pool(.lp(.infinity), windows, input, as: Float.self).map(\.bits)
            == pool(.max, windows, magnitudes, as: Float.self).map(\.bits))
        #expect(
          try pool(.lp(-.infinity), windows, input, as: Float.self).map(\.bits)
            == pool(.min, windows, magnitudes, as: Float.self).map(\.bits))
      }
    }
  }

  @Test("Mirroring input and windows mirrors the output; whole numbers exactly", arguments: windows)
  func mirrored(_ windows: ReferencePooling.Windows) throws {
    let whole = noise(Int16.self, seed: 68)
    let floats = try Planes(channels: 2, size: Self.size, whole.samples.map { Float($0) / 1024 })
    let operators: [ReferencePooling.Operator] = [
      .min, .sum, .median, .lp(1), .lp(2), .lp(.infinity), .lp(-.infinity), .soft(temperature: 1),
      .soft(temperature: 9),
    ]
    for operation in operators {
      let layer = ReferencePooling(operation, windows)
      guard layer.plan(Self.size) != nil else { continue }
      let geometry = try layer.engine.geometry(of: Self.size)
      for (rows, columns, tag) in [(true, false, 4), (false, true, 2), (true, true, 3)] {
        // Norms are scaled by the kernel of windows that slide only: a list has none.
        if case .lp = operation, case .sliding(let s) = windows, s.ceilMode { continue }
        var mirrored = layer.engine
        mirrored.windowing = .custom(
          rows: rows ? geometry.rows.mirrored() : geometry.rows,
          columns: columns ? geometry.columns.mirrored() : geometry.columns)
        let got = try mirrored(floats.turnedUpright(tag), as: Double.self)
        let want = try layer.engine(floats, as: Double.self).turnedUpright(tag)
        let context = "\(layer), turned by \(tag)"
        if case .soft = operation {
          #expect(zip(got.samples, want.samples).allSatisfy { ($0 - $1).magnitude <= 1e-11 }, "\(context)")
        } else {
          #expect(got.samples.map(\.bits) == want.samples.map(\.bits), "\(context)")
        }
      }
    }
  }
}
