public import PoolingEngine

extension ReferencePooling {
  /// Families of operators, each with parameters of its own.
  public enum Family: String, CaseIterable, Sendable {
    case max, min, sum, average, lp, soft, attention, median
  }

  /// A layer of a family at random: every kind of windows, every dialect. May be one that is refused.
  public static func random(
    _ family: Family, channels: Int, using random: inout SeededRandom, within size: Size
  ) -> ReferencePooling {
    var layer = ReferencePooling.random(using: &random, within: size)
    layer.operation = operation(family, &random)
    switch random.int(0...9) {
    case 0:
      let samples = (0..<channels).map { _ in
        FractionalSamples.Sample(width: fraction(&random), height: fraction(&random))
      }
      let kernel = Pair(random.int(1...3), random.int(1...4))
      layer.windows = .fractional(
        kernel: kernel,
        output: Size(
          height: random.int(1...Swift.max(1, size.height - kernel.vertical + 1)),
          width: random.int(1...Swift.max(1, size.width - kernel.horizontal + 1))), samples: samples)
      if !random.chance(8) { layer.dialect = .torch }
    case 1:
      layer.windows = .boundaries(
        rows: boundaries(size.height, &random), columns: boundaries(size.width, &random),
        overlapping: random.chance(2))
      if !random.chance(8) { layer.dialect = .tensorflow }
    case 2:
      let block = Pair(random.int(1...5), random.int(1...5))
      layer.windows = .sliding(
        ReferenceSliding(block, padding: .whole, border: .constant(random.pick([0, 0, 1, -7, 0.5]))))
    case 3...5:
      // Windows that overlap enough to be put together from blocks and by doubling.
      let kernel = Pair(random.int(1...Swift.max(1, size.height)), random.int(1...Swift.max(1, size.width)))
      layer.windows = .sliding(ReferenceSliding(kernel, stride: Pair(random.int(1...2), random.int(1...2))))
    default: break
    }
    // PyTorch's norm takes no padding: most of its layers go without, so that not all are refused.
    if family == .lp, layer.dialect == .torch, case .sliding(var sliding) = layer.windows, !random.chance(4),
      sliding.border == .dialect
    {
      sliding.padding = .valid
      sliding.dilation = 1
      layer.windows = .sliding(sliding)
    }
    return layer
  }

  /// A random layer of a family that is accepted for planes of that size.
  public static func randomAccepted(
    _ family: Family, channels: Int, using random: inout SeededRandom, within size: Size
  ) -> ReferencePooling {
    while true {
      let layer = ReferencePooling.random(family, channels: channels, using: &random, within: size)
      if layer.plan(size) != nil { return layer }
    }
  }

  private static func operation(_ family: Family, _ random: inout SeededRandom) -> Operator {
    switch family {
    case .max: return .max
    case .min: return .min
    case .sum: return .sum
    case .median: return .median
    case .average:
      return random.pick([.average(), .average(countIncludePad: false), .average(divisorOverride: 3)])
    case .lp:
      return .lp(
        random.pick([
          1, 1, 2, 2, 3, 4, 5, 7, 8, 0.5, 1.5, 2.5, -1, -2, -3, -0.5, .infinity, -.infinity, 20, 0, .nan,
        ]))
    case .soft: return .soft(temperature: random.pick([1, 1, 0.1, 3, 1e-3, 1e6, 0, -1, .infinity]))
    case .attention: return .attention(temperature: random.pick([1, 1, 0.1, 3, 1e-3, 1e6, 0, .nan]))
    }
  }

  /// Random numbers of [0, 1), some at its ends and one in a hundred outside.
  private static func fraction(_ random: inout SeededRandom) -> Double {
    if random.chance(100) { return random.pick([1, -0.25, .nan]) }
    return random.chance(5) ? random.pick([0, 0.5, 0.999_999_9, 1 - 0x1p-53]) : random.unit()
  }

  /// Ascending boundaries from 0 to n, one list in twenty broken.
  private static func boundaries(_ n: Int, _ random: inout SeededRandom) -> [Int] {
    var result = [0]
    let step = random.pick([1, 2, 3, n])
    while let last = result.last, last < n { result.append(Swift.min(n, last + random.int(1...step))) }
    if random.chance(20) { result[random.int(0...(result.count - 1))] += random.pick([-1, 1]) }
    return result
  }
}
