import FeatureMaps
import ImageCodecs
import ImagePooling
import TestSupport
import Testing

/// Random layers of every family over every element type: the explanation of a window against the engine's whole result, the samples
/// it names against the input, and its windows against the reference's.
@Suite("Inspections against the engine, at random")
struct InspectionTableTests {
  static let cases: [(ReferencePooling.Family, SampleType)] = ReferencePooling.Family.allCases.flatMap {
    family in
    [SampleType.uint8, .uint16, .int64, .float16, .float32, .float64].map { (family, $0) }
  }

  @Test(arguments: cases)
  func explainsTheEngine(_ family: ReferencePooling.Family, _ type: SampleType) throws {
    try check(family, type.testType)
  }

  private func check<S: TestSample>(_ family: ReferencePooling.Family, _ type: S.Type) throws {
    var compared = 0
    // Averages have the most rules: padding and overhang in the divisor, overrides, cut samples.
    for seed in 1...(family == .average ? 60 : 16) as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed &* 7919 &+ UInt64(S.type.hashSeed))
      let size = Size(height: random.int(1...9), width: random.int(1...8))
      let channels = random.int(1...2)
      let kind = random.pick([SampleKind.noise, .ties, .wild, .sparse, .ramp])
      let reference = ReferencePooling.randomAccepted(
        family, channels: channels, using: &random, within: size)
      let planes = Planes<S>.random(kind, channels: channels, size: size, using: &random)
      let name = Comment(rawValue: "seed \(seed), \(size), \(kind), \(reference)")
      let input = Input.bytes(try Pictures.npy(planes))
      var recipe = Recipe.pool(reference.engine)
      if family == .attention {
        let logits = Planes<Double>.random(
          kind == .wild ? .wild : .noise, channels: channels, size: size, using: &random)
        recipe.logits = .bytes(try Pictures.npy(logits))
      }
      let output = try #require(reference.plan(size, type: family == .attention ? .float64 : S.type)).output
      for place in Self.places(output, &random) {
        let inspection: Inspection
        do {
          inspection = try recipe.inspect(input, at: place)
        } catch {
          // What is refused here is refused by a run, in the same words.
          let refusal = #expect(throws: ImagePoolError.self, name) {
            try recipe.planes(of: input, as: Double.self)
          }
          #expect(refusal?.message == error.message, name)
          continue
        }
        #expect(inspection.agrees, name)
        #expect(inspection.outputSize == output && inspection.channels.count == channels, name)
        try compare(inspection, recipe, input, name)
        compareSamples(inspection, planes, name)
        try compareWinners(inspection, reference, planes, name)
        compareWindows(inspection, reference, size, S.type, name)
        compared += 1
      }
    }
    #expect(compared >= 20)
  }

  /// The corners, where padding and overhang lie, and somewhere inside.
  private static func places(_ size: Size, _ random: inout SeededRandom) -> [OutputPlace] {
    let inner = OutputPlace(row: random.int(0...(size.height - 1)), column: random.int(0...(size.width - 1)))
    return Array(
      Set([
        OutputPlace(row: 0, column: 0), inner, OutputPlace(row: size.height - 1, column: size.width - 1),
        OutputPlace(row: size.height - 1, column: 0),
      ]))
  }

  /// The engine's whole result has at that place what the inspection says it gives.
  private func compare(_ inspection: Inspection, _ recipe: Recipe, _ input: Input, _ name: Comment) throws {
    for channel in inspection.channels {
      func found<R: TestSample>(_ type: R.Type) throws -> R {
        try recipe.planes(of: input, as: R.self)[
          channel.channel, inspection.rows.window, inspection.columns.window]
      }
      func compare<R: TestSample>(_ type: R.Type) throws {
        let value = try found(R.self)
        switch channel.engineResult {
        case .integer(let number):
          #expect(Int128(exactly: value.asDouble) == number || value.exactInteger == number, name)
        case .real(let number, _):
          #expect(value.isNotANumber ? number.isNaN : value.asDouble.bitPattern == number.bitPattern, name)
        case .quotient: Issue.record(name)
        }
      }
      try compare(channel.explanation.resultType.testType)
      switch channel.explanation.pictureType {
      case .uint8: #expect(Int(try found(UInt8.self)) == channel.engineRounded, name)
      case .uint16: #expect(Int(try found(UInt16.self)) == channel.engineRounded, name)
      default: #expect(channel.engineRounded == nil, name)
      }
      for answer in channel.dialects { try self.compare(answer, channel, inspection, recipe, input, name) }
    }
  }

  /// What is said of another dialect is what the engine gives in it.
  private func compare(
    _ answer: DialectAnswer, _ channel: Inspection.Channel, _ inspection: Inspection, _ recipe: Recipe,
    _ input: Input, _ name: Comment
  ) throws {
    var other = recipe
    other.layers[0].dialect = answer.dialect
    guard let result = answer.result, answer.outcome != .refused else {
      #expect(throws: ImagePoolError.self, name) { try other.planes(of: input, as: Double.self) }
      return
    }
    func compare<R: TestSample>(_ type: R.Type) throws {
      let value = try other.planes(of: input, as: R.self)[
        channel.channel, inspection.rows.window, inspection.columns.window]
      if case .integer(let number) = result {
        #expect(value.exactInteger == number, name)
        return
      }
      if result.value.isNaN || value.isNotANumber {
        // The root of a sum that additions in another order make negative is no number.
        let isNearZero = channel.explanation.tolerance.isNaN
        #expect(result.value.isNaN == value.isNotANumber || isNearZero, name)
        return
      }
      let step = R.type == .float64 ? 1e-12 : R.type == .float16 ? 1e-3 : 1e-6
      // A max, a min and a median of the samples, and sums of integers.
      let isExact =
        switch channel.explanation.sum {
        case nil, .integer: true
        case .quotient, .real: false
        }
      let room = isExact ? 0 : step * max(1, result.value.magnitude) + 4 * channel.explanation.tolerance
      #expect(
        value.asDouble == result.value || (value.asDouble - result.value).magnitude <= room || room.isNaN,
        name)
    }
    let type = try #require(answer.resultType).testType
    try compare(type)
  }

  private func compareSamples<S: TestSample>(_ inspection: Inspection, _ planes: Planes<S>, _ name: Comment) {
    for channel in inspection.channels {
      #expect(channel.taps.count == inspection.rows.taps.count * inspection.columns.taps.count, name)
      for tap in channel.taps {
        guard let row = tap.sourceRow, let column = tap.sourceColumn else {
          if tap.kind != .border { #expect(tap.value == nil && tap.kind != .sample, name) }
          continue
        }
        let sample = planes[channel.channel, row, column]
        switch tap.value {
        case .integer(let number): #expect(number == sample.exactInteger, name)
        case .real(let number, _):
          #expect(sample.isNotANumber ? number.isNaN : number.bitPattern == sample.asDouble.bitPattern, name)
        default: Issue.record(name)
        }
      }
    }
  }

  /// The winners are those of the engine's indices. TensorFlow's have other rules than its values.
  private func compareWinners<S: TestSample>(
    _ inspection: Inspection, _ reference: ReferencePooling, _ planes: Planes<S>, _ name: Comment
  ) throws {
    guard reference.selectsASample, reference.dialect != .tensorflow else { return }
    let indices = try reference.engine.withIndices(planes).indices
    let plan = try #require(reference.plan(planes.size, type: S.type))
    // Places lie in the plane with its border.
    let width = planes.size.width + plan.border[1] + plan.border[3]
    for channel in inspection.channels {
      let winner = channel.taps.first(where: \.wins).map {
        Int64(($0.row + plan.border[0]) * width + $0.column + plan.border[1])
      }
      #expect(
        winner ?? -1 == indices[channel.channel, inspection.rows.window, inspection.columns.window], name)
      let value = channel.explanation.result.value
      for tap in channel.taps where tap.ties {
        #expect(value.isNaN ? tap.value?.value.isNaN == true : tap.value?.value == value, name)
      }
      let equals = channel.taps.count {
        value.isNaN ? $0.value?.value.isNaN == true : $0.value?.value == value
      }
      let marked = channel.taps.count { $0.ties || $0.wins }
      // ONNX's NaN wins as the first tap, whatever else is NaN.
      #expect(marked == equals || (value.isNaN && reference.dialect == .onnx), name)
    }
  }

  private func compareWindows(
    _ inspection: Inspection, _ reference: ReferencePooling, _ size: Size, _ type: SampleType, _ name: Comment
  ) {
    let type = reference.operation.isAttention ? SampleType.float64 : type
    guard let plan = reference.plan(size, type: type) else {
      Issue.record(name)
      return
    }
    for (axis, window, before) in [
      (inspection.rows, plan.rows[inspection.rows.window], plan.border[0]),
      (inspection.columns, plan.columns[inspection.columns.window], plan.border[1]),
    ] {
      let known = axis.taps.filter { $0.kind == .sample || $0.kind == .border }
      // The reference lays windows over the picture with its border.
      #expect(known.map { $0.place + before } == window.taps, name)
      #expect(known.map(\.weight) == window.weights, name)
      #expect(axis.paddingTaps == window.paddingTaps && axis.overhangTaps == window.overhangTaps, name)
    }
  }
}

extension ReferencePooling.Operator {
  fileprivate var isAttention: Bool { if case .attention = self { true } else { false } }
}

extension SampleType {
  /// A number of its own, the same in every run.
  fileprivate var hashSeed: Int { SampleType.allCases.firstIndex(of: self) ?? 0 }
}
