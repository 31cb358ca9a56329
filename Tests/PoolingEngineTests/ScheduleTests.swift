import PoolingEngine
import TestSupport
import Testing

/// Strip heights, threads and instruction sets change no byte of a result.
@Suite("Schedules do not matter")
struct ScheduleTests {
  struct Operator: Sendable, CustomTestStringConvertible {
    let layer: ReferencePooling
    let reason: String
    var testDescription: String { reason }

    init(_ layer: ReferencePooling, _ reason: String) {
      self.layer = layer
      self.reason = reason
    }
  }

  static let operators: [Operator] = [
    Operator(ReferencePooling(.max, .sliding(ReferenceSliding(2))), "max 2×2"),
    Operator(
      ReferencePooling(.max, .sliding(ReferenceSliding(3, stride: 2, padding: .all(1), ceilMode: true))),
      "max 3×3 ceil, torch"),
    Operator(
      ReferencePooling(.max, .sliding(ReferenceSliding(5, stride: 1, padding: .same)), dialect: .tensorflow),
      "max 5×5 stride 1: block folds, NaN skipped"),
    Operator(
      ReferencePooling(
        .max, .sliding(ReferenceSliding(Pair(7, 3), stride: 2, padding: .sameLower)), dialect: .onnx),
      "max 7×3 stride 2: block folds, NaN as first tap"),
    Operator(
      ReferencePooling(
        .max, .sliding(ReferenceSliding(3, stride: 2, padding: .all(1), dilation: Pair(4, 2)))),
      "max, dilated"),
    Operator(ReferencePooling(.max, .adaptive(height: 5, width: 7)), "max, adaptive"),
    Operator(ReferencePooling(.max, .global, dialect: .onnx), "max, global"),
    Operator(
      ReferencePooling(.max, .sliding(ReferenceSliding(3, stride: 2, padding: .all(4), border: .replicate))),
      "max, replicated border"),
    Operator(ReferencePooling(.average(), .sliding(ReferenceSliding(2))), "average 2×2"),
    Operator(
      ReferencePooling(
        .average(), .sliding(ReferenceSliding(4, stride: 4, padding: .all(2), ceilMode: true))),
      "average 4×4 counting padding, ceil"),
    Operator(
      ReferencePooling(
        .average(), .sliding(ReferenceSliding(5, stride: 1, padding: .same)), dialect: .tensorflow),
      "average 5×5 stride 1: block folds"),
    Operator(
      ReferencePooling(
        .average(), .sliding(ReferenceSliding(3, stride: 2, dilation: Pair(2, 3))), dialect: .onnx),
      "average, dilated"),
    Operator(ReferencePooling(.average(), .adaptive(height: 5, width: 7)), "average, adaptive"),
    Operator(ReferencePooling(.average(), .global), "average, global"),
    Operator(ReferencePooling(.average(), .area(height: 4, width: 9), rounding: .halfUp), "average, area"),
    Operator(
      ReferencePooling(
        .average(), .sliding(ReferenceSliding(3, stride: 3, padding: .all(5), border: .constant(3))),
        rounding: .down),
      "average, constant border"),
    Operator(
      ReferencePooling(.average(divisorOverride: -5), .sliding(ReferenceSliding(2, stride: 1))),
      "average, divisor -5"),
  ]
  static let stripHeights: [Int?] = [1, 2, 3, 7, 64, nil]

  @Test("Every operator and element type", arguments: operators, SampleType.allCases)
  func schedules(_ c: Operator, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type, _ kind: SampleKind) throws {
      var random = SeededRandom(seed: 40)
      let input = Planes<S>.random(kind, channels: 2, size: Size(height: 14, width: 19), using: &random)
      // The default schedule against the reference; every other schedule against the default, byte for byte.
      if let difference = EngineCheck.difference(c.layer, input) { Issue.record("\(difference)") }
      let types = EngineCheck.resultTypes(of: S.self)
      let first = try results(c.layer, input, types, Schedule())
      for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
        for threads in [1, 2, 5] {
          for stripHeight in Self.stripHeights {
            let schedule = Schedule(
              stripHeight: stripHeight, threads: threads, instructionSet: instructionSet)
            let other = try results(c.layer, input, types, schedule)
            #expect(other == first, "\(c.layer) of \(kind) \(S.type), \(schedule)")
          }
        }
      }
    }
    try check(type.testType, .wild)
    // In wild floats nearly every window of a mean is NaN; these have windows whose sums tell one order from another.
    if type.isFloatingPoint { try check(type.testType, .sparse) }
  }

  /// The bits of every result that the layer has.
  private func results<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ types: [SampleType], _ schedule: Schedule
  ) throws -> [[UInt64]] {
    if layer.isMax {
      let (values, indices) = try layer.engine.withIndices(input, schedule: schedule)
      let plain = try layer.engine(input, as: S.self, schedule: schedule)
      return [plain.samples.map(\.bits), values.samples.map(\.bits), indices.samples.map(\.bits)]
    }
    return try types.map { type in
      func average<R: TestSample>(_: R.Type) throws -> [UInt64] {
        try layer.engine(input, as: R.self, schedule: schedule).samples.map(\.bits)
      }
      return try average(type.testType)
    }
  }

  @Test("Several outputs of one stream equal the planes' calls", arguments: operators, SampleType.allCases)
  func streams(_ c: Operator, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var random = SeededRandom(seed: 41)
      let input = Planes<S>.random(.sparse, channels: 2, size: Size(height: 10, width: 17), using: &random)
      for stripHeight in Self.stripHeights {
        let context = "\(c.layer) of \(S.type), strips of \(stripHeight.map(String.init) ?? "any height")"
        let source = RaggedSource(input, seed: 3)
        let (own, double, float, indices) = (
          PlanesSink<S>(), PlanesSink<Double>(), PlanesSink<Float>(), PlanesSink<Int64>()
        )
        if c.layer.isMax {
          let summary = try source.pool(
            by: c.layer.engine, stripHeight: stripHeight,
            into: [.values(as: S.type, into: own), .indices(into: indices)])
          try own.commit()
          try indices.commit()
          let want = try c.layer.engine.withIndices(input)
          #expect(ImageDiff.first(got: try own.planes(), want: want.values) == nil, "\(context)")
          #expect(ImageDiff.first(got: try indices.planes(), want: want.indices) == nil, "\(context)")
          #expect(summary.outputSize == want.values.size && summary.clampedSamples == 0, "\(context)")
        } else {
          try source.pool(
            by: c.layer.engine, stripHeight: stripHeight,
            into: [.values(as: .float64, into: double), .values(as: .float32, into: float)])
          try double.commit()
          try float.commit()
          let wantDouble = try c.layer.engine(input, as: Double.self)
          let wantFloat = try c.layer.engine(input, as: Float.self)
          #expect(ImageDiff.first(got: try double.planes(), want: wantDouble) == nil, "\(context)")
          #expect(ImageDiff.first(got: try float.planes(), want: wantFloat) == nil, "\(context)")
        }
      }
    }
    try check(type.testType)
  }

  @Test("An average as picture and as numbers in one pass, each rounded once", arguments: stripHeights)
  func picturesAndNumbers(_ stripHeight: Int?) throws {
    var random = SeededRandom(seed: 42)
    let input = Planes<UInt16>.random(.noise, channels: 3, size: Size(height: 9, width: 14), using: &random)
    let layer = ReferencePooling(.average(), .sliding(ReferenceSliding(3, stride: 2)))
    let means = try #require(layer.means(input))
    let (sixteen, eight, numbers) = (PlanesSink<UInt16>(), PlanesSink<UInt8>(), PlanesSink<Float>())
    try RaggedSource(input, seed: 9).pool(
      by: layer.engine, stripHeight: stripHeight,
      into: [
        .values(as: .uint16, into: sixteen), .values(as: .uint8, narrowing: true, into: eight),
        .values(as: .float32, into: numbers),
      ])
    func want<R: TestSample>(_: R.Type, narrowing: Bool = false) throws -> Planes<R> {
      try Planes(
        channels: 3, size: means.size,
        means.means.map { $0.value(as: R.self, rounding: .halfEven, narrowing: narrowing).value })
    }
    #expect(ImageDiff.first(got: try sixteen.planes(), want: try want(UInt16.self)) == nil)
    #expect(ImageDiff.first(got: try eight.planes(), want: try want(UInt8.self, narrowing: true)) == nil)
    #expect(ImageDiff.first(got: try numbers.planes(), want: try want(Float.self)) == nil)
  }

  @Test("A max as it is, narrowed and with its places, in one pass", arguments: stripHeights)
  func maximaThreeWays(_ stripHeight: Int?) throws {
    var random = SeededRandom(seed: 45)
    let input = Planes<UInt16>.random(.noise, channels: 4, size: Size(height: 9, width: 14), using: &random)
    let layer = ReferencePooling(
      .max, .sliding(ReferenceSliding(3, stride: 2, padding: .all(1))), rounding: .halfUp)
    let want = try #require(layer.maximaWithIndices(input))
    let narrowed = want.values.samples.map { UInt8.quotient(Int128($0), 257, rounding: .halfUp).value }
    let (sixteen, eight, indices) = (PlanesSink<UInt16>(), PlanesSink<UInt8>(), PlanesSink<Int64>())
    try RaggedSource(input, seed: 10).pool(
      by: layer.engine, stripHeight: stripHeight,
      into: [
        .values(as: .uint8, narrowing: true, into: eight), .indices(into: indices),
        .values(as: .uint16, into: sixteen),
      ])
    #expect(ImageDiff.first(got: try sixteen.planes(), want: want.values) == nil)
    #expect(try eight.planes().samples == narrowed)
    #expect(ImageDiff.first(got: try indices.planes(), want: want.indices) == nil)
  }

  @Test("A chain of poolings is a source over a source")
  func chain() throws {
    var random = SeededRandom(seed: 43)
    let input = Planes<UInt8>.random(.noise, channels: 3, size: Size(height: 17, width: 23), using: &random)
    let first = ReferencePooling(.max, .sliding(ReferenceSliding(3, stride: 2, padding: .all(1))))
    let second = ReferencePooling(.average(), .sliding(ReferenceSliding(2)))
    let middle = try #require(first.maxima(input))
    let want = try #require(second.averages(middle, as: Float.self))
    for stripHeight in Self.stripHeights {
      let source = try RaggedSource(input, seed: 4).pooled(by: first.engine)
      #expect(source.format.sampleType == .uint8)
      #expect(source.format.size == middle.size)
      let got = try StreamedPooling.run(source, by: second.engine, as: Float.self, stripHeight: stripHeight)
      #expect(ImageDiff.first(got: got.values, want: want) == nil)
    }
    // An average of integers goes on as float32, of float64 as float64.
    #expect(try RaggedSource(input, seed: 4).pooled(by: second.engine).format.sampleType == .float32)
    let doubles = Planes<Double>(channels: 1, size: Size(height: 4, width: 4), repeating: 1)
    #expect(try PlanesSource(doubles).pooled(by: second.engine).format.sampleType == .float64)
    #expect(
      try RaggedSource(input, seed: 4).pooled(by: second.engine, as: .uint8).format.sampleType == .uint8)
  }

  @Test("Schedules out of the ordinary: no strip height, more threads than rows, none at all")
  func oddSchedules() async throws {
    await #expect(processExitsWith: .success) {
      var random = SeededRandom(seed: 44)
      let input = Planes<UInt8>.random(.noise, channels: 2, size: Size(height: 5, width: 7), using: &random)
      let layer = ReferencePooling(.max, .sliding(ReferenceSliding(2, stride: 1)))
      for stripHeight in [-1, 0, 1, 1_000_000, nil] {
        for threads in [-3, 0, 1, 100] {
          let difference = EngineCheck.difference(
            layer, input, schedule: Schedule(stripHeight: stripHeight, threads: threads))
          precondition(difference == nil, difference ?? "")
        }
        _ = try StreamedPooling.run(
          PlanesSource(input), by: layer.engine, as: UInt8.self, stripHeight: stripHeight)
      }
    }
  }

  @Test("No planes, no outputs: nothing happens, and nothing traps")
  func nothing() async throws {
    await #expect(processExitsWith: .success) {
      let none = Planes<UInt8>(channels: 0, size: Size(height: 2, width: 2), repeating: 0)
      let average = try Pooling(.average, over: .global)(none, as: Float.self)
      let maxima = try Pooling(.max, over: .global).withIndices(none)
      precondition(average.channels == 0 && maxima.indices.samples.isEmpty)
      _ = try StreamedPooling.run(PlanesSource(none), by: Pooling(.max, over: .global), as: UInt8.self)
      let some = Planes<UInt8>(channels: 1, size: Size(height: 2, width: 2), repeating: 0)
      _ = try PlanesSource(some).pool(by: Pooling(.max, over: .global), into: [])
      _ = try PlanesSource(some).pool(by: Pooling(.average, over: .global), into: [])
    }
  }

  @Test("What is held is said, and does not grow with the height")
  func workingMemory() throws {
    let layer = Pooling(.average, over: .sliding(8))
    func bytes(_ height: Int, _ orientation: Orientation) throws -> Int {
      let format = RowFormat(size: Size(height: height, width: 4000), channels: 3, sampleType: .uint8)
      return try layer.workingMemory(for: format, orientation: orientation, results: [.uint8], indices: false)
    }
    #expect(try bytes(3000, .upright) > 0)
    #expect(try bytes(30000, .upright) == bytes(3000, .upright))
    #expect(try bytes(3000, .upright) < 2_000_000)
    #expect(try bytes(3000, .rotated180) > bytes(3000, .upright))
  }
}
