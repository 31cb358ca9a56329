import PoolingEngine
import TestSupport
import Testing

/// Every operator of the forward side against the reference, over random windows of every kind, shapes, element types, data
/// and schedules.
@Suite("Differential: every operator against the slow reference")
struct OperatorDifferentialTests {
  #if DEBUG
    static let rounds = 40
  #else
    static let rounds = 2000
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
            #expect(throws: PoolingError.self, "seed \(random.seed): \(layer)") { try layer.engine(input, as: S.self) }
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

  @Test("What the rules refuse the engine refuses, and nothing else", arguments: ReferencePooling.Family.allCases)
  func refusals(_ family: ReferencePooling.Family) {
    #if DEBUG
      let count = 2000
    #else
      let count = 40_000
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
}
