import PoolingEngine
import TestSupport
import Testing

/// How far one bad sample reaches.
@Suite("A NaN, an infinity or a huge value changes only gradients that share a window with it")
struct GradientReachTests {
  #if DEBUG
    static let rounds = 40
  #else
    static let rounds = 1000
  #endif

  static let bad: [Double] = [.nan, .infinity, -.infinity, 1e37, -1e37]

  @Test(
    "In a corner of the plane, of the logits, of the upstream gradient",
    arguments: ReferenceGradientLayer.Family.allCases)
  func corner(_ family: ReferenceGradientLayer.Family) throws {
    var (compared, kept) = (0, 0)
    for round in 0..<Self.rounds {
      var random = SeededRandom(seed: 61 &+ UInt64(round) &* 1000)
      let size = Size(height: random.int(2...9), width: random.int(2...11))
      let layer = ReferenceGradientLayer.random(family, within: size, planes: 2, using: &random)
      let takesLogits = layer.engine.reduction.takesLogits
      guard let output = try? layer.engine.geometry(of: size).output,
        let reference = ReferenceGradient(layer, size: size, plane: 0, isDouble: false)
      else { continue }
      let input = Planes<Float>.random(.noise, channels: 2, size: size, using: &random)
      let logits = Planes<Float>.random(.noise, channels: 2, size: size, using: &random)
      let g = Planes<Float>.random(.noise, channels: 2, size: output, using: &random)
      let clean = try Self.gradients(layer.engine, input, logits, g)
      let (row, column) = (random.pick([0, size.height - 1]), random.pick([0, size.width - 1]))
      let (outRow, outColumn) = (random.pick([0, output.height - 1]), random.pick([0, output.width - 1]))
      for bad in Self.bad {
        var (badInput, badLogits, badG) = (input, logits, g)
        badInput[0, row, column] = Float(bad)
        badLogits[0, row, column] = Float(bad)
        badG[0, outRow, outColumn] = Float(bad)
        let neighbours = reference.neighbours(of: row * size.width + column)
        let inWindow = reference.samples(ofWindow: outRow * output.width + outColumn)
        var cases = [
          (
            "input", try Self.gradients(layer.engine, badInput, logits, g),
            neighbours.union([row * size.width + column])
          ),
          ("upstream", try Self.gradients(layer.engine, input, logits, badG), inWindow),
        ]
        if takesLogits {
          cases.append(("logits", try Self.gradients(layer.engine, input, badLogits, g), neighbours))
        }
        for (name, got, reached) in cases {
          for (place, (sample, want)) in zip(got, clean).enumerated() {
            // The gradients of plane 0 come first; the logits' follow those of both planes.
            let plane = size.height * size.width
            let isOfPlane0 = place / plane % 2 == 0
            guard !(isOfPlane0 && reached.contains(place % plane)) else { continue }
            kept += 1
            guard sample.bitPattern == want.bitPattern else {
              Issue.record(
                "seed \(random.seed), \(bad) in the \(name), \(layer) over \(size): sample \(place) is \(sample), was \(want)"
              )
              return
            }
          }
        }
        // A sample that no window holds changes nothing, whatever it is.
        if neighbours.isEmpty {
          #expect(cases[0].1[row * size.width + column] == 0, "seed \(random.seed), \(layer)")
        }
        // What is no number shows where it went.
        if bad.isNaN, case .sum = layer.operation {
          for place in inWindow {
            #expect(cases[1].1[place].isNaN, "seed \(random.seed), \(layer), \(place)")
          }
        }
      }
      compared += 1
    }
    #expect(compared > Self.rounds / 2 && kept > 0)
  }

  /// One after the other: of the input, of the logits if there are any.
  private static func gradients(
    _ layer: Pooling, _ input: Planes<Float>, _ logits: Planes<Float>, _ g: Planes<Float>
  ) throws -> [Float] {
    guard layer.reduction.takesLogits else { return try layer.gradient(of: input, upstream: g).samples }
    let (own, theirs) = try layer.gradients(of: input, logits: logits, upstream: g)
    return own.samples + theirs.samples
  }

  @Test("What cannot weigh anything hands on nothing, however far it lies off")
  func weightless() throws {
    // e^((0 − 1e38)/τ) = 0, while (x − y)/τ is beyond the finite numbers.
    let cold = Pooling(.soft(temperature: 1e-300), over: .global)
    let planes = try Planes<Double>(channels: 1, size: Size(height: 1, width: 2), [0, 1e38])
    let one = Planes<Double>(channels: 1, size: Size(height: 1, width: 1), repeating: 1)
    #expect(try cold.gradient(of: planes, upstream: one).samples == [0, 1])
    let far = try Planes<Double>(channels: 1, size: Size(height: 1, width: 2), [-1.5e308, 1.5e308])
    #expect(try Pooling(.soft(), over: .global).gradient(of: far, upstream: one).samples == [0, 1])
  }

  @Test("The slope of |x| at 0 is 0; samples in no window get 0 whatever the norm")
  func norms() throws {
    let planes = try Planes<Float>(channels: 1, size: Size(height: 1, width: 3), [0, -2, 0])
    let one = Planes<Float>(channels: 1, size: Size(height: 1, width: 1), repeating: 1)
    let windows = Windowing.sliding(Pair(1, 2), stride: 2)
    #expect(
      try Pooling(.lp(1), over: windows, dialect: .onnx).gradient(of: planes, upstream: one).samples == [
        0, -1, 0,
      ])
    // 0^(p − 1) is infinite here, but the last sample is in no window.
    let steep = try Pooling(.lp(-2), over: windows).gradient(of: planes, upstream: one)
    #expect(steep.samples[2] == 0)
  }
}
