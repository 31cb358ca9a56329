import PoolingEngine
import TestSupport
import Testing

/// Engine against reference over random layers, shapes, element types and data.
@Suite("Differential: engine against the slow reference")
struct DifferentialTests {
  #if DEBUG
    static let rounds = isAddressSanitized ? 20 : 300
    static let widths = [1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 70, 131]
  #else
    static let rounds = 2000
    static let widths = Array(1...70) + [127, 128, 129, 131, 200, 255, 256, 257, 515]
  #endif

  @Test("Random layers and shapes", arguments: SampleType.allCases)
  func randomLayers(_ type: SampleType) {
    // Every type meets layers of its own.
    check(type.testType, seed: 11 + UInt64(SampleType.allCases.firstIndex(of: type) ?? 0))
  }

  private func check<S: TestSample>(_ type: S.Type, seed: UInt64) {
    var compared = 0
    defer { #expect(compared > Self.rounds / 2, "most layers are accepted, so most rounds must compare") }
    for round in 0..<Self.rounds {
      var random = SeededRandom(seed: seed &+ UInt64(round) &* 1000)
      let size = Size(
        height: random.int(1...13), width: random.chance(3) ? random.int(1...70) : random.int(1...20))
      let layer = ReferencePooling.randomAccepted(using: &random, within: size)
      // What is accepted is GeometryTests' question.
      guard (try? layer.engine.geometry(of: size)) != nil else { continue }
      let kind = random.pick(SampleKind.allCases)
      let input = Planes<S>.random(kind, channels: random.int(1...5), size: size, using: &random)
      let schedule = Schedule(
        stripHeight: random.pick([nil, 1, 2, 3, 5]), threads: random.int(1...3),
        instructionSet: random.pick(InstructionSet.allCases.filter(\.isSupported)))
      if let difference = EngineCheck.difference(layer, input, schedule: schedule) {
        Issue.record("seed \(random.seed), \(kind): \(difference)")
        return
      }
      compared += 1
    }
  }

  @Test(
    "Window lists of one's own: any lengths, spacings, weights, repeats and windows without taps",
    arguments: SampleType.allCases)
  func lists(_ type: SampleType) {
    func check<S: TestSample>(_: S.Type) {
      for round in 0..<(2 * Self.rounds) {
        var random = SeededRandom(
          seed: 13 &+ UInt64(S.type.byteCount) &+ UInt64(round) &* 1000)
        let size = Size(height: random.int(1...12), width: random.int(1...15))
        let windows = ReferencePooling.Windows.custom(
          rows: ReferenceWindow.randomList(size.height, using: &random),
          columns: ReferenceWindow.randomList(size.width, using: &random))
        let layer = ReferencePooling(
          random.pick([.max, .average(), .average(countIncludePad: false)]), windows,
          dialect: random.pick([.torch, .onnx]), rounding: random.pick(Rounding.allCases))
        let input = Planes<S>.random(
          random.pick(SampleKind.allCases), channels: 2, size: size, using: &random)
        let schedule = Schedule(stripHeight: random.pick([nil, 1, 2]), threads: random.int(1...3))
        if let difference = EngineCheck.difference(layer, input, schedule: schedule) {
          Issue.record("seed \(random.seed): \(difference)")
          return
        }
      }
    }
    check(type.testType)
  }

  @Test(
    "Streams of every orientation, alpha rule and strip height",
    arguments: [SampleType.uint8, .uint16, .int32, .float32])
  func streams(_ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var compared = 0
      defer { #expect(compared > Self.rounds / 2, "most layers are accepted, so most rounds must compare") }
      for round in 0..<Self.rounds {
        var random = SeededRandom(
          seed: 17 &+ UInt64(S.type.byteCount) &+ UInt64(round) &* 1000)
        let stored = Planes<S>.random(
          random.pick(SampleKind.allCases), channels: random.int(1...4),
          size: Size(height: random.int(1...14), width: random.int(1...20)), using: &random)
        let tag = random.int(1...8)
        let upright = stored.turnedUpright(tag)
        let layer = ReferencePooling.randomAccepted(using: &random, within: upright.size)
        guard (try? layer.engine.geometry(of: upright.size)) != nil else { continue }
        let stripHeight = random.pick([nil, 1, 2, 5])
        let context =
          "seed \(random.seed), tag \(tag): \(layer) of \(stored.channels) \(S.type) planes of \(stored.size)"
        let source = RaggedSource(stored, seed: random.seed)
        let difference: String?
        if layer.isMax {
          let got = try StreamedPooling.run(
            source, by: layer.engine, as: S.self, indices: true, orientation: Orientation(tag: tag),
            stripHeight: stripHeight)
          let want = try #require(layer.maximaWithIndices(upright))
          let indices = try #require(got.indices)
          difference =
            ImageDiff.first(got: got.values, want: want.values)
            ?? ImageDiff.first(got: indices, want: want.indices)
        } else {
          let got = try StreamedPooling.run(
            source, by: layer.engine, as: Double.self, orientation: Orientation(tag: tag),
            stripHeight: stripHeight)
          difference = EngineCheck.difference(
            layer, upright, got: got.values, means: try #require(layer.means(upright)),
            isOrdered: tag == 1 ? nil : false)
        }
        if let difference {
          Issue.record("\(context): \(difference)")
          return
        }
        compared += 1
      }
    }
    try check(type.testType)
  }

  struct Layer: Sendable, CustomTestStringConvertible {
    let layer: ReferencePooling
    let reason: String
    var testDescription: String { reason }

    init(
      _ operation: ReferencePooling.Operator, _ sliding: ReferenceSliding, _ dialect: Dialect,
      _ reason: String
    ) {
      layer = ReferencePooling(operation, .sliding(sliding), dialect: dialect)
      self.reason = reason
    }
  }

  /// The shapes that have a fast path of their own, or may get one.
  static let everyWidth: [Layer] = [
    Layer(.max, ReferenceSliding(2), .torch, "2×2 stride 2, max"),
    Layer(.average(), ReferenceSliding(2), .torch, "2×2 stride 2, average"),
    Layer(.max, ReferenceSliding(3, stride: 2, padding: .all(1)), .torch, "3×3 stride 2 padding 1, max"),
    Layer(
      .average(), ReferenceSliding(3, stride: 2, padding: .all(1)), .torch, "3×3 stride 2 padding 1, average"),
    Layer(.max, ReferenceSliding(3, stride: 1, padding: .same), .tensorflow, "3×3 stride 1 SAME, max"),
    Layer(
      .average(), ReferenceSliding(5, stride: 1, padding: .same), .tensorflow, "5×5 stride 1 SAME, average"),
    Layer(
      .max, ReferenceSliding(Pair(2, 7), stride: Pair(2, 3), padding: .sameLower), .onnx,
      "2×7 stride 2×3 SAME-lower, max"),
    Layer(.average(), ReferenceSliding(4, stride: 4, ceilMode: true), .torch, "4×4 ceil, average"),
    Layer(
      .average(countIncludePad: true), ReferenceSliding(8, stride: 8, padding: .same), .onnx,
      "8×8 SAME counting padding, average"),
    Layer(
      .max, ReferenceSliding(Pair(1, 3), stride: Pair(1, 3), ceilMode: true), .torch, "1×3 stride 3 ceil, max"
    ),
    Layer(
      .max, ReferenceSliding(2, stride: 2, padding: .all(1), dilation: 3, ceilMode: true), .torch,
      "2×2 dilation 3, max"),
  ]

  @Test("Every width around the vectors, 1 to 4 channels", arguments: everyWidth)
  func widths(_ c: Layer) {
    for width in Self.widths {
      let size = Size(height: 5, width: width)
      guard c.layer.plan(size) != nil else { continue }
      for channels in 1...4 {
        #if DEBUG
          let types = [SampleType.uint8, .uint16, .float32]
        #else
          let types = SampleType.allCases
        #endif
        for type in types {
          func check<S: TestSample>(_: S.Type) -> String? {
            var random = SeededRandom(seed: UInt64(width * 10 + channels))
            let input = Planes<S>.random(
              random.pick([.noise, .wild, .sparse, .ties]), channels: channels, size: size, using: &random)
            var instructionSets = InstructionSet.allCases.filter(\.isSupported)
            #if DEBUG
              // Bytes have kernels of their own; the rest take turns.
              if S.type != .uint8 { instructionSets = [instructionSets[width % instructionSets.count]] }
            #endif
            for instructionSet in instructionSets {
              if let difference = EngineCheck.difference(
                c.layer, input, as: S.type.isFloatingPoint ? [S.type] : [S.type, .float32],
                schedule: Schedule(instructionSet: instructionSet))
              {
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
  }

  @Test(
    "Kernels from 1 to 20 at strides 1 to 3: block folds of every length",
    arguments: [SampleType.uint8, .float32, .int32])
  func kernels(_ type: SampleType) {
    func check<S: TestSample>(_: S.Type) {
      for kernel in 1...20 {
        for stride in 1...3 {
          var random = SeededRandom(seed: UInt64(kernel * 10 + stride))
          let size = Size(height: 23, width: 26)
          let input = Planes<S>.random(
            random.pick([.noise, .wild, .sparse, .ties]), channels: 2, size: size, using: &random)
          let sliding = ReferenceSliding(
            Pair(kernel, 21 - kernel), stride: Pair(stride, 4 - stride),
            padding: .symmetric(Pair(kernel / 2, (21 - kernel) / 2)))
          for operation in [ReferencePooling.Operator.max, .average()] {
            let layer = ReferencePooling(operation, .sliding(sliding))
            if let difference = EngineCheck.difference(layer, input, as: [S.type]) {
              Issue.record("\(difference)")
            }
          }
        }
      }
    }
    check(type.testType)
  }

  #if !DEBUG
    @Test(
      "Exhaustive: every small width, kernel, stride, padding and alignment",
      arguments: [SampleType.uint8, .float32])
    func exhaustive(_ type: SampleType) {
      func check<S: TestSample>(_: S.Type) {
        for width in 1...70 {
          var random = SeededRandom(seed: UInt64(width))
          let input = Planes<S>.random(
            .wild, channels: 1, size: Size(height: 2, width: width), using: &random)
          for kernel in 1...7 {
            for stride in 1...7 {
              for padding in 0...(kernel / 2) {
                for ceilMode in [false, true] {
                  let sliding = ReferenceSliding(
                    Pair(2, kernel), stride: Pair(1, stride), padding: .symmetric(Pair(0, padding)),
                    ceilMode: ceilMode)
                  for operation in [ReferencePooling.Operator.max, .average()] {
                    let layer = ReferencePooling(operation, .sliding(sliding))
                    guard layer.plan(input.size) != nil else { continue }
                    if let difference = EngineCheck.difference(layer, input, as: [S.type]) {
                      Issue.record("\(difference)")
                      return
                    }
                  }
                }
              }
            }
          }
        }
      }
      check(type.testType)
    }
  #endif
}
