public import PoolingEngine

extension ReferencePooling {
  /// A layer at random; small kernels mostly. May be one that is refused: `plan(_:)` tells.
  public static func random(using random: inout SeededRandom, within size: Size) -> ReferencePooling {
    let operation: Operator
    switch random.int(0...7) {
    case 0...3: operation = .max
    case 4: operation = .average(divisorOverride: random.pick([1, 2, 3, 5, 7, -3, 1000]))
    case 5: operation = .average(countIncludePad: false)
    case 6: operation = .average(countIncludePad: true)
    default: operation = .average()
    }
    let windows: Windows
    switch random.int(0...15) {
    case 0, 1:
      windows = .adaptive(
        height: random.chance(6) ? nil : outputLength(size.height, &random),
        width: random.chance(6) ? nil : outputLength(size.width, &random))
    case 2, 3:
      windows = .area(height: outputLength(size.height, &random), width: outputLength(size.width, &random))
    case 4: windows = .global
    default: windows = .sliding(randomSliding(&random, size))
    }
    return ReferencePooling(
      operation, windows, dialect: random.pick(Dialect.allCases), rounding: random.pick(Rounding.allCases))
  }

  /// A random layer that is accepted for the size.
  public static func randomAccepted(using random: inout SeededRandom, within size: Size) -> ReferencePooling {
    while true {
      let layer = ReferencePooling.random(using: &random, within: size)
      if layer.plan(size) != nil { return layer }
    }
  }

  private static func outputLength(_ n: Int, _ random: inout SeededRandom) -> Int {
    random.chance(6) ? n + random.int(1...5) : random.int(1...max(1, n))
  }

  private static func randomSliding(_ random: inout SeededRandom, _ size: Size) -> ReferenceSliding {
    let kernel = Pair(kernelLength(size.height, &random), kernelLength(size.width, &random))
    let stride: Pair
    switch random.int(0...3) {
    case 0: stride = kernel
    case 1: stride = 1
    default: stride = Pair(random.int(1...4), random.int(1...4))
    }
    let padding: Padding
    switch random.int(0...5) {
    case 0: padding = .same
    case 1: padding = .sameLower
    case 2: padding = .valid
    case 3:
      padding = .symmetric(
        Pair(random.int(0...kernel.vertical / 2), random.int(0...kernel.horizontal / 2)))
    default:
      let (v, h) = random.chance(2) ? (kernel.vertical, kernel.horizontal) : (1, 1)
      padding = .explicit(
        top: random.int(0...v), left: random.int(0...h), bottom: random.int(0...v), right: random.int(0...h))
    }
    let border: Border
    switch random.int(0...11) {
    case 0: border = .replicate
    case 1: border = .reflect
    case 2: border = .constant(random.pick([0, 7, -3, 0.5, 300]))
    default: border = .dialect
    }
    return ReferenceSliding(
      kernel, stride: stride, padding: padding,
      dilation: random.chance(4) ? Pair(random.int(1...4), random.int(1...3)) : 1, border: border,
      ceilMode: random.chance(3))
  }

  private static func kernelLength(_ n: Int, _ random: inout SeededRandom) -> Int {
    random.chance(5) ? random.int(1...(n + 1)) : random.int(1...5)
  }
}
