import PoolingEngine
import TestSupport
import Testing

/// Every operator of the forward side against the reference, over random windows of every kind, shapes, element types, data
/// and schedules.
@Suite("Differential: every operator against the slow reference")
struct OperatorDifferentialTests {
  #if DEBUG
    static let rounds = isAddressSanitized ? 8 : 250
  #else
    static let rounds = 800
  #endif

  @Test("Random layers", arguments: ReferencePooling.Family.allCases, SampleType.allCases)
  func randomLayers(_ family: ReferencePooling.Family, _ type: SampleType) {
    func check<S: TestSample>(_: S.Type) {
      let place = UInt64(SampleType.allCases.firstIndex(of: type) ?? 0)
      for round in 0..<Self.rounds {
        var random = SeededRandom(seed: 100 &+ place &+ UInt64(round) &* 1000)
        let size = Size(
          height: random.int(1...13), width: random.chance(3) ? random.int(1...70) : random.int(1...20))
        let channels = random.int(1...4)
        let layer = ReferencePooling.randomAccepted(family, channels: channels, using: &random, within: size)
        // All of a type's range, ties, extremes, magnitudes from 1e-30 to 1e30, NaN and infinities here and there.
        let kind = random.pick(SampleKind.allCases)
        let input = Planes<S>.random(kind, channels: channels, size: size, using: &random)
        let schedule = Schedule(
          stripHeight: random.pick([nil, 1, 2, 3, 5]), threads: random.int(1...3),
          instructionSet: random.pick(InstructionSet.allCases.filter(\.isSupported)))
        // Slow references are asked for two of the types at a time.
        var types = EngineCheck.resultTypes(of: S.self)
        if family != .max, family != .min { types = [random.pick(types), random.pick(types)] }
        // Plane by plane: the first may be accepted, and another not.
        guard (0..<channels).allSatisfy({ layer.plan(size, plane: $0, type: S.type) != nil }) else {
          if family != .attention {
            #expect(throws: PoolingError.self, "seed \(random.seed): \(layer)") {
              try layer.engine(input, as: S.self)
            }
          }
          continue
        }
        let difference: String?
        if family == .attention {
          difference = attentionDifference(layer, input, types, schedule, &random)
        } else {
          difference = EngineCheck.difference(layer, input, as: types, schedule: schedule)
        }
        guard let difference else { continue }
        Issue.record("seed \(random.seed), \(kind): \(difference)")
        return
      }
    }
    check(type.testType)
  }

  private func attentionDifference<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ types: [SampleType], _ schedule: Schedule,
    _ random: inout SeededRandom
  ) -> String? {
    let channels = random.chance(3) ? 1 : input.channels
    let kind = random.pick([SampleKind.noise, .noise, .ties, .wide, .sparse, .wild, .constant])
    if random.chance(2) {
      let logits = Planes<Float>.random(kind, channels: channels, size: input.size, using: &random)
      return EngineCheck.difference(layer, input, logits: logits, as: types, schedule: schedule)
    }
    // Logits that spread weights over hundreds of powers of e.
    let scale = random.pick([1.0, 30, 1000])
    var logits = Planes<Double>.random(kind, channels: channels, size: input.size, using: &random)
    for channel in 0..<channels {
      for row in 0..<input.size.height {
        for column in 0..<input.size.width { logits[channel, row, column] *= scale }
      }
    }
    return EngineCheck.difference(layer, input, logits: logits, as: types, schedule: schedule)
  }

  @Test(
    "What the rules refuse the engine refuses, and nothing else", arguments: ReferencePooling.Family.allCases)
  func refusals(_ family: ReferencePooling.Family) {
    #if DEBUG
      let count = 700
    #else
      let count = 15_000
    #endif
    var random = SeededRandom(seed: 2027)
    var accepted = 0
    for number in 0..<count {
      let size = Size(height: random.int(1...16), width: random.int(1...16))
      let layer = ReferencePooling.random(family, channels: 3, using: &random, within: size)
      let type = random.pick([SampleType.float32, .float64])
      for plane in 0..<3 {
        let plan = layer.plan(size, plane: plane, type: type)
        let geometry = try? layer.engine(for: size).geometry(of: size, plane: plane, sampleType: type)
        let context = "seed 2027, number \(number): \(layer) of \(size), plane \(plane), \(type)"
        guard let plan, let geometry else {
          if (plan == nil) != (geometry == nil) {
            Issue.record("\(context): only the \(plan == nil ? "engine" : "reference") accepts")
            return
          }
          continue
        }
        accepted += 1
        let filled = geometry.filledBorder
        let windows = [geometry.rows, geometry.columns].map { axis in
          axis.map { window in (0..<window.tapCount).map { window.firstTap + $0 * window.dilation } }
        }
        guard [filled.top, filled.left, filled.bottom, filled.right] == plan.border,
          windows == [plan.rows.map(\.taps), plan.columns.map(\.taps)]
        else {
          Issue.record("\(context): other windows: \(geometry), want \(plan)")
          return
        }
      }
    }
    #expect(accepted > count / 3 && accepted < 3 * count - count / 10, "both happen: \(accepted)")
  }

  @Test("Streams of every orientation and strip height", arguments: ReferencePooling.Family.allCases)
  func streams(_ family: ReferencePooling.Family) throws {
    func check<S: TestSample>(_: S.Type) throws {
      for round in 0..<Self.rounds {
        var random = SeededRandom(seed: 200 &+ UInt64(S.type.byteCount) &+ UInt64(round) &* 1000)
        let stored = Planes<S>.random(
          random.pick(SampleKind.allCases), channels: random.int(1...3),
          size: Size(height: random.int(1...14), width: random.int(1...20)), using: &random)
        let tag = random.int(1...8)
        let upright = stored.turnedUpright(tag)
        let layer = ReferencePooling.randomAccepted(
          family, channels: stored.channels, using: &random, within: upright.size)
        guard (0..<stored.channels).allSatisfy({ layer.plan(upright.size, plane: $0, type: S.type) != nil })
        else { continue }
        var source: any RowSource = RaggedSource(stored, seed: random.seed)
        var logits: Planes<Float>?
        if family == .attention {
          let stored = Planes<Float>.random(
            random.pick([.noise, .sparse, .ties]), channels: stored.channels, size: stored.size,
            using: &random)
          source = try source.withLogits(RaggedSource(stored, seed: random.seed &+ 1))
          logits = stored.turnedUpright(tag)
        }
        let stripHeight = random.pick([nil, 1, 2, 5])
        let turned = Orientation(tag: tag)
        let difference: String?
        switch family {
        case .max, .min:
          let got = try StreamedPooling.run(
            source, by: layer.engine, as: S.self, indices: true, orientation: turned, stripHeight: stripHeight
          )
          let want = try #require(layer.maximaWithIndices(upright))
          let indices = try #require(got.indices)
          difference =
            ImageDiff.first(got: got.values, want: want.values)
            ?? ImageDiff.first(got: indices, want: want.indices)
        default:
          let got = try StreamedPooling.run(
            source, by: layer.engine, as: Double.self, orientation: turned, stripHeight: stripHeight
          ).values
          if family == .sum || family == .average {
            difference = EngineCheck.difference(
              layer, upright, got: got, means: try #require(layer.means(upright)),
              isOrdered: tag == 1 ? nil : false)
          } else if family == .median, !S.type.isFloatingPoint {
            let want = try #require(layer.integerMedians(upright))
            difference = ImageDiff.first(
              got: got,
              want: try Planes(
                channels: got.channels, size: want.size,
                want.means.map { $0.value(as: Double.self, rounding: .halfEven).value }))
          } else {
            difference = ImageDiff.first(
              got: got, within: try #require(layer.reals(upright, logits: logits)), rounding: layer.rounding)
          }
        }
        if let difference {
          Issue.record(
            "seed \(random.seed), tag \(tag): \(layer) of \(stored.channels) \(S.type) planes of \(stored.size): \(difference)"
          )
          return
        }
      }
    }
    try check(UInt8.self)
    try check(Int64.self)
    try check(Float.self)
  }

  static let everyWidth: [DifferentialTests.Layer] = [
    .init(.min, ReferenceSliding(2), .torch, "2×2 stride 2, min"),
    .init(.min, ReferenceSliding(3, stride: 1, padding: .same), .onnx, "3×3 stride 1 SAME, min"),
    .init(.sum, ReferenceSliding(2), .torch, "2×2 stride 2, sum"),
    .init(.sum, ReferenceSliding(5, stride: 1, padding: .same), .tensorflow, "5×5 stride 1 SAME, sum"),
    .init(.lp(2), ReferenceSliding(2), .torch, "2×2 stride 2, lp 2"),
    .init(.lp(3), ReferenceSliding(Pair(5, 9), stride: 1, padding: .same), .onnx, "5×9 stride 1 SAME, lp 3"),
    .init(.lp(.infinity), ReferenceSliding(3, stride: 2), .torch, "3×3 stride 2, lp ∞"),
    .init(.soft(temperature: 1), ReferenceSliding(2), .torch, "2×2 stride 2, soft"),
    .init(
      .soft(temperature: 0.1), ReferenceSliding(Pair(5, 8), stride: 1, padding: .same), .tensorflow,
      "5×8 stride 1 SAME, soft"),
    .init(
      .median, ReferenceSliding(3, stride: 2, padding: .all(1)), .torch, "3×3 stride 2 padding 1, median"),
  ]

  @Test("Every width around the vectors, 1 to 4 channels", arguments: everyWidth)
  func widths(_ c: DifferentialTests.Layer) {
    for width in DifferentialTests.widths {
      let size = Size(height: 5, width: width)
      guard c.layer.plan(size) != nil else { continue }
      for channels in 1...4 {
        // The types take turns.
        let type = SampleType.allCases[(width + channels) % SampleType.allCases.count]
        func check<S: TestSample>(_: S.Type) -> String? {
          var random = SeededRandom(seed: UInt64(width * 10 + channels))
          let input = Planes<S>.random(
            random.pick([.noise, .wild, .sparse, .ties]), channels: channels, size: size, using: &random)
          for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
            let schedule = Schedule(threads: 1 + width % 2, instructionSet: instructionSet)
            if let difference = EngineCheck.difference(c.layer, input, as: [S.type], schedule: schedule) {
              return difference
            }
          }
          return nil
        }
        if let difference = check(type.testType) {
          Issue.record("width \(width): \(difference)")
          return
        }
      }
    }
  }

  @Test(
    "A refusal names the dialects that accept the same request, and no other",
    arguments: ReferencePooling.Family.allCases)
  func acceptedBy(_ family: ReferencePooling.Family) {
    var random = SeededRandom(seed: 6)
    for number in 0..<500 {
      let size = Size(height: random.int(1...12), width: random.int(1...12))
      let layer = ReferencePooling.random(family, channels: 1, using: &random, within: size)
      do {
        _ = try layer.engine.geometry(of: size)
      } catch {
        let accepting = Dialect.allCases.filter {
          var other = layer
          other.dialect = $0
          return other.plan(size) != nil
        }
        guard error.acceptedBy != accepting else { continue }
        Issue.record(
          "seed 6, number \(number): \(layer) of \(size): \(error.rule) \(error), accepted by \(accepting)")
        return
      }
    }
  }
}
