public import PoolingEngine

extension ReferenceGradientLayer {
  /// What random layers are drawn of; one test each.
  public enum Family: String, CaseIterable, Sendable {
    case max, min, average, sum, adaptive, area, norm, infiniteNorm, soft, attention, fractional, boundaries

    /// Each window hands on to one sample, so that sums of whole numbers are exact.
    public var isRouted: Bool { [.max, .min, .infiniteNorm].contains(self) }
  }

  /// A layer at random, which the engine may refuse.
  public static func random(
    _ family: Family, within size: Size, planes: Int, using random: inout SeededRandom
  ) -> ReferenceGradientLayer {
    let dialect = random.pick(Dialect.allCases)
    switch family {
    case .max, .min:
      return ReferenceGradientLayer(
        family == .max ? .max : .min, windows(&random, size, dialect), dialect: dialect)
    case .sum: return ReferenceGradientLayer(.sum, windows(&random, size, dialect), dialect: dialect)
    case .average:
      return ReferenceGradientLayer(
        average(&random, dialect), windows(&random, size, dialect), dialect: dialect)
    case .adaptive:
      let dialect = random.pick([Dialect.torch, .tensorflow])
      return ReferenceGradientLayer(
        random.pick([.max, .average(countIncludePad: nil, divisorOverride: nil)]),
        divided(&random, size, isArea: false),
        dialect: dialect)
    case .area:
      return ReferenceGradientLayer(
        random.pick([average(&random, dialect), .sum, .max]), divided(&random, size, isArea: true),
        dialect: dialect)
    case .norm:
      let isTorch = random.chance(2)
      let norm = isTorch ? random.pick([1, 2, 2, 3, 4, 1.5, 0.5, -1, -2, 2.75]) : Double(random.int(1...6))
      let dialect: Dialect = isTorch ? .torch : .onnx
      return ReferenceGradientLayer(
        .norm(norm), windows(&random, size, dialect, isBare: isTorch), dialect: dialect)
    case .infiniteNorm:
      return ReferenceGradientLayer(
        .norm(random.pick([.infinity, -.infinity])), windows(&random, size, .torch, isBare: true))
    case .soft:
      return ReferenceGradientLayer(
        .soft(temperature: random.pick([1, 0.25, 7]), weightsConstant: random.chance(3)),
        windows(&random, size, dialect), dialect: dialect)
    case .attention:
      return ReferenceGradientLayer(
        .attention(temperature: random.pick([1, 0.25, 7])), windows(&random, size, dialect), dialect: dialect)
    case .fractional:
      let kernel = Pair(random.int(1...min(3, size.height)), random.int(1...min(3, size.width)))
      let output = Size(
        height: random.int(1...size.height - kernel.vertical + 1),
        width: random.int(1...size.width - kernel.horizontal + 1))
      return ReferenceGradientLayer(
        random.pick([
          .max, .min, .sum, .norm(2), .norm(.infinity), .soft(temperature: 1, weightsConstant: false),
        ]),
        .fractional(
          kernel: kernel, output: output, numbers: (0..<planes).map { _ in [random.unit(), random.unit()] }))
    case .boundaries:
      return ReferenceGradientLayer(
        random.pick([
          .max, .min, .sum, .average(countIncludePad: nil, divisorOverride: nil),
          .soft(temperature: 1, weightsConstant: false),
        ]),
        .boundaries(
          rows: boundaries(size.height, &random), columns: boundaries(size.width, &random),
          overlapping: random.chance(2)), dialect: .tensorflow)
    }
  }

  private static func average(_ random: inout SeededRandom, _ dialect: Dialect) -> Operation {
    let include: Bool? = dialect == .tensorflow ? nil : random.pick([nil, true, false])
    let divisor: Int? = dialect == .torch && random.chance(3) ? random.pick([1, 3, 7, -2, 100]) : nil
    return .average(countIncludePad: include, divisorOverride: divisor)
  }

  private static func boundaries(_ n: Int, _ random: inout SeededRandom) -> [Int] {
    [0] + (1..<max(1, n)).filter { _ in random.chance(2) } + [n]
  }

  private static func divided(_ random: inout SeededRandom, _ size: Size, isArea: Bool) -> Windows {
    let height = random.int(1...size.height + (random.chance(4) ? 3 : 0))
    let width = random.int(1...size.width + (random.chance(4) ? 3 : 0))
    return isArea ? .area(height: height, width: width) : .adaptive(height: height, width: width)
  }

  /// Windows of any kind. `isBare`: without padding and dilation but for a filled border, as PyTorch's norms.
  private static func windows(
    _ random: inout SeededRandom, _ size: Size, _ dialect: Dialect, isBare: Bool = false
  ) -> Windows {
    switch random.int(0...11) {
    case 0: return .global
    case 1 where dialect != .onnx: return divided(&random, size, isArea: false)
    default: break
    }
    let kernel = Pair(kernelLength(size.height, &random), kernelLength(size.width, &random))
    let stride = random.pick([kernel, 1, Pair(random.int(1...4), random.int(1...4))])
    let border: Border =
      random.chance(4)
      ? random.pick([.replicate, .reflect, .constant(random.pick([0, -3, 0.3]))]) : .dialect
    let padding: Padding =
      switch random.int(0...5) {
      case 0: .same
      case 1: .sameLower
      case 2: .whole
      case 3: .valid
      default: padding(&random, kernel, dialect, isFilled: border != .dialect)
      }
    let isDilated = random.chance(3) && !isBare
    return .sliding(
      ReferenceSliding(
        kernel, stride: isDilated && dialect == .tensorflow ? 1 : stride,
        padding: isBare && border == .dialect || (isDilated && dialect == .tensorflow) ? .valid : padding,
        dilation: isDilated ? Pair(random.int(1...3), random.int(1...3)) : 1, border: border,
        ceilMode: dialect != .tensorflow && random.chance(2)))
  }

  private static func padding(
    _ random: inout SeededRandom, _ kernel: Pair, _ dialect: Dialect, isFilled: Bool
  ) -> Padding {
    func upTo(_ k: Int, _ random: inout SeededRandom) -> Int {
      random.int(0...(isFilled ? 2 : dialect == .torch ? k / 2 : k - 1))
    }
    return .explicit(
      top: upTo(kernel.vertical, &random), left: upTo(kernel.horizontal, &random),
      bottom: upTo(kernel.vertical, &random), right: upTo(kernel.horizontal, &random))
  }

  private static func kernelLength(_ n: Int, _ random: inout SeededRandom) -> Int {
    random.chance(5) ? random.int(1...n + 1) : random.int(1...4)
  }
}
