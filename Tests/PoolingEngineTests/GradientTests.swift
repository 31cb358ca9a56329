import PoolingEngine
import TestSupport
import Testing

/// The engine's gradients against formulas in nested loops.
@Suite("Gradients: engine against the slow reference")
struct GradientTests {
  #if DEBUG
    static let rounds = isAddressSanitized ? 20 : 100
  #else
    static let rounds = 3000
  #endif

  @Test("Random layers and shapes, float32", arguments: ReferenceGradientLayer.Family.allCases)
  func float32(_ family: ReferenceGradientLayer.Family) { check(family, Float.self, seed: 31) }

  @Test("Random layers and shapes, float64", arguments: ReferenceGradientLayer.Family.allCases)
  func float64(_ family: ReferenceGradientLayer.Family) { check(family, Double.self, seed: 32) }

  private func check<S: TestSample & BinaryFloatingPoint>(
    _ family: ReferenceGradientLayer.Family, _ type: S.Type, seed: UInt64
  ) {
    var (compared, samples, uncertain) = (0, 0, 0)
    for round in 0..<Self.rounds {
      var random = SeededRandom(seed: seed &+ UInt64(round) &* 1000)
      let size = Size(
        height: random.int(1...9), width: random.chance(4) ? random.int(1...40) : random.int(1...11))
      let planes = random.int(1...4)
      let layer = ReferenceGradientLayer.random(family, within: size, planes: planes, using: &random)
      let kind = Self.kind(family, &random)
      let isWhole = random.chance(2)
      let input = Self.planes(kind, planes, size, &random) as Planes<S>
      let logits = Self.planes(kind, random.chance(3) ? 1 : planes, size, &random) as Planes<S>
      // A fractional power of −∞ is +∞ to C and NaN as a root, and no rule says which.
      if case .norm(let norm) = layer.operation, norm.isFinite, norm != norm.rounded(),
        input.samples.contains(-.infinity)
      {
        continue
      }
      let outcome = GradientCheck.outcome(
        layer, input, logits: logits,
        upstream: { output in
          isWhole
            ? Planes.random(.ties, channels: planes, size: output, using: &random)
            : Planes.random(
              random.pick([.noise, .wide, .sparse]), channels: planes, size: output, using: &random)
        }, exactly: family.isRouted && isWhole,
        schedule: Schedule(stripHeight: random.pick([nil, 1, 3]), threads: random.int(1...4)))
      switch outcome {
      case .refused: continue
      case .agrees(let count, let open):
        compared += 1
        samples += count
        uncertain += open
      case .differs(let difference):
        Issue.record("seed \(random.seed), \(kind), \(planes) planes: \(difference)")
        return
      }
    }
    #expect(compared > Self.rounds / 2, "most layers are accepted, so most rounds must compare")
    #expect(uncertain < samples / 20, "sums that cancel to nothing are the exception")
  }

  /// Powers of numbers from 1e-30 to 1e30 leave the finite numbers, and their order of magnitude says nothing about rules.
  private static func kind(
    _ family: ReferenceGradientLayer.Family, _ random: inout SeededRandom
  ) -> SampleKind {
    switch family {
    case .max, .min, .infiniteNorm: random.pick(SampleKind.allCases)
    case .average, .sum, .adaptive, .area: random.pick([.noise, .ties, .wild, .ramp])
    case .norm, .soft, .attention, .fractional, .boundaries: random.pick([.noise, .ties, .ramp, .constant])
    }
  }

  /// Planes of that kind; now and then a NaN or an infinity.
  private static func planes<S: TestSample & BinaryFloatingPoint>(
    _ kind: SampleKind, _ channels: Int, _ size: Size, _ random: inout SeededRandom
  ) -> Planes<S> {
    var planes = Planes<S>.random(kind, channels: channels, size: size, using: &random)
    if random.chance(6) {
      planes[random.int(0...channels - 1), random.int(0...size.height - 1), random.int(0...size.width - 1)] =
        random.pick([.nan, .infinity, -.infinity, 1e30])
    }
    return planes
  }
}
