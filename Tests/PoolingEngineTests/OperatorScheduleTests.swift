import PoolingEngine
import TestSupport
import Testing

/// ``ScheduleTests`` for the operators that have accumulators of their own.
@Suite("Schedules do not matter to any operator")
struct OperatorScheduleTests {
  typealias Operator = ScheduleTests.Operator

  static let seven = ReferencePooling.Windows.sliding(ReferenceSliding(7, stride: 1))
  static let three = ReferencePooling.Windows.sliding(ReferenceSliding(3, stride: 2, ceilMode: true))
  static let fractional = ReferencePooling.Windows.fractional(
    kernel: Pair(3, 2), output: Size(height: 9, width: 12),
    samples: [
      FractionalSamples.Sample(width: 0.2, height: 0.9), FractionalSamples.Sample(width: 0.7, height: 0.1),
    ])
  static let boundaries = ReferencePooling.Windows.boundaries(
    rows: [0, 2, 5, 6, 10, 14], columns: [0, 1, 4, 8, 9, 13, 19], overlapping: true)
  static let blocks = ReferencePooling.Windows.sliding(
    ReferenceSliding(Pair(4, 5), padding: .whole, border: .constant(1)))

  static let operators: [Operator] = [
    Operator(ReferencePooling(.min, three), "min 3×3 ceil, torch"),
    Operator(ReferencePooling(.min, seven, dialect: .tensorflow), "min 7×7: block folds, NaN skipped"),
    Operator(ReferencePooling(.min, seven, dialect: .onnx), "min 7×7: block folds, NaN as first tap"),
    Operator(ReferencePooling(.sum, seven), "sum 7×7: block folds"),
    Operator(ReferencePooling(.sum, blocks), "sum of whole blocks"),
    Operator(ReferencePooling(.lp(2), three), "lp 2, ceil: partial windows scaled"),
    Operator(ReferencePooling(.lp(3), seven, dialect: .onnx), "lp 3 of magnitudes 7×7: block folds"),
    Operator(ReferencePooling(.lp(.infinity), seven), "lp ∞"),
    Operator(ReferencePooling(.lp(-.infinity), .adaptive(height: 5, width: 7)), "lp −∞, adaptive"),
    Operator(ReferencePooling(.soft(temperature: 1), three), "soft 3×3, ceil"),
    Operator(ReferencePooling(.soft(temperature: 0.2), seven), "soft 7×7: block folds and doubling"),
    Operator(ReferencePooling(.soft(temperature: 1), .area(height: 4, width: 9)), "soft, area"),
    Operator(ReferencePooling(.attention(temperature: 1), seven), "attention 7×7: block folds and doubling"),
    Operator(ReferencePooling(.attention(temperature: 1), fractional), "attention, fractional of torch"),
    Operator(ReferencePooling(.median, three), "median 3×3, ceil"),
    Operator(ReferencePooling(.median, blocks), "median of whole blocks"),
    Operator(ReferencePooling(.max, fractional), "max, fractional of torch"),
    Operator(ReferencePooling(.max, boundaries, dialect: .tensorflow), "max, fractional of tensorflow"),
    Operator(
      ReferencePooling(.average(), boundaries, dialect: .tensorflow), "average, fractional of tensorflow"),
  ]
  #if DEBUG
    static let stripHeights: [Int?] = isAddressSanitized ? [1, nil] : [1, 3, nil]
    static let threads = isAddressSanitized ? [2] : [1, 3]
  #else
    static let stripHeights = ScheduleTests.stripHeights
    static let threads = [1, 2, 5]
  #endif

  @Test("Every operator and element type", arguments: operators, SampleType.allCases)
  func schedules(_ c: Operator, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type, _ kind: SampleKind) throws {
      var random = SeededRandom(seed: 46)
      let input = Planes<S>.random(kind, channels: 2, size: Size(height: 14, width: 19), using: &random)
      let logits = Planes<Float>.random(kind, channels: 2, size: input.size, using: &random)
      if let difference = difference(c.layer, input, logits) { Issue.record("\(difference)") }
      let first = try results(c.layer, input, logits, Schedule())
      for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
        for threads in Self.threads {
          for stripHeight in Self.stripHeights {
            let schedule = Schedule(
              stripHeight: stripHeight, threads: threads, instructionSet: instructionSet)
            let other = try results(c.layer, input, logits, schedule)
            #expect(other == first, "\(c.layer) of \(kind) \(S.type), \(schedule)")
          }
        }
      }
    }
    try check(type.testType, .wild)
    if type.isFloatingPoint { try check(type.testType, .sparse) }
  }

  private func difference<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ logits: Planes<Float>
  ) -> String? {
    guard case .attention = layer.operation else { return EngineCheck.difference(layer, input) }
    return EngineCheck.difference(layer, input, logits: logits)
  }

  /// The bits of the results: own type and places of a selection, else Double, and rounded to the own type.
  private func results<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ logits: Planes<Float>, _ schedule: Schedule
  ) throws -> [[UInt64]] {
    switch layer.operation {
    case .max, .min:
      let (values, indices) = try layer.engine.withIndices(input, schedule: schedule)
      let plain = try layer.engine(input, as: S.self, schedule: schedule)
      return [plain.samples.map(\.bits), values.samples.map(\.bits), indices.samples.map(\.bits)]
    case .attention:
      return [
        try layer.engine(input, logits: logits, as: Double.self, schedule: schedule).samples.map(\.bits),
        try layer.engine(input, logits: logits, as: S.self, schedule: schedule).samples.map(\.bits),
      ]
    default:
      return [
        try layer.engine(input, as: Double.self, schedule: schedule).samples.map(\.bits),
        try layer.engine(input, as: S.self, schedule: schedule).samples.map(\.bits),
      ]
    }
  }

  @Test("Several outputs of one stream equal the planes' calls", arguments: operators, SampleType.allCases)
  func streams(_ c: Operator, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var random = SeededRandom(seed: 47)
      let input = Planes<S>.random(.sparse, channels: 2, size: Size(height: 14, width: 19), using: &random)
      let logits = Planes<Float>.random(.noise, channels: 2, size: input.size, using: &random)
      for stripHeight in Self.stripHeights {
        let context = "\(c.layer) of \(S.type), strips of \(stripHeight.map(String.init) ?? "any height")"
        var source: any RowSource = RaggedSource(input, seed: 5)
        if case .attention = c.layer.operation {
          source = try source.withLogits(RaggedSource(logits, seed: 6))
        }
        let (own, double, indices) = (PlanesSink<S>(), PlanesSink<Double>(), PlanesSink<Int64>())
        var outputs = [PoolingOutput.values(as: S.type, into: own)]
        if c.layer.selectsASample {
          outputs.append(.indices(into: indices))
        } else {
          outputs.append(.values(as: .float64, into: double))
        }
        try source.pool(by: c.layer.engine, stripHeight: stripHeight, into: outputs)
        try own.commit()
        var got = [try own.planes().samples.map(\.bits)]
        if c.layer.selectsASample {
          try indices.commit()
          got.append(try indices.planes().samples.map(\.bits))
        } else {
          try double.commit()
          got.insert(try double.planes().samples.map(\.bits), at: 0)
        }
        var want = try results(c.layer, input, logits, Schedule())
        if c.layer.selectsASample { want.removeFirst() }
        #expect(got == want || isWrapped(c.layer, S.type), "\(context)")
      }
    }
    try check(type.testType)
  }

  /// A stream with a float beside an int64 average sums exactly, a call for int64 alone as PyTorch does.
  private func isWrapped(_ layer: ReferencePooling, _ type: SampleType) -> Bool {
    if case .average = layer.operation { type == .int64 && layer.dialect == .torch } else { false }
  }
}
