/// TensorFlow's two ways of spacing the boundaries of fractional windows (`fractional_pool_common.cc` of TensorFlow 2.21),
/// fed by our own random numbers.
enum FractionalBoundaries {
  /// - Returns: count + 1 boundaries from 0 to `length`.
  static func draw(
    length: Int, count: Int, isPseudoRandom: Bool, from generator: inout SplitMix64
  ) -> [Int] {
    if length % count == 0 { return (0...count).map { $0 * (length / count) } }
    return isPseudoRandom
      ? pseudoRandom(length, count, generator.unitInterval())
      : random(length, count, &generator)
  }

  /// Steps of ⌊n/o⌋, n mod o of them one longer, shuffled.
  private static func random(_ length: Int, _ count: Int, _ generator: inout SplitMix64) -> [Int] {
    var steps = (0..<count).map { length / count + ($0 < length % count ? 1 : 0) }
    // Fisher-Yates from the end.
    for last in stride(from: count - 1, to: 0, by: -1) {
      steps.swapAt(last, generator.number(below: last + 1))
    }
    return steps.reduce(into: [0]) { boundaries, step in
      boundaries.append((boundaries.last ?? 0) + step)
    }
  }

  /// bᵢ = ⌈α(i + u)⌉ − 1 with α = n/o and u up to what keeps every step at ⌊α⌋ or one more.
  private static func pseudoRandom(_ length: Int, _ count: Int, _ r: Double) -> [Int] {
    let alpha = Double(length) / Double(count)
    let whole = alpha.rounded(.down)
    let largest = min(
      (whole + 2) / alpha - 1, (Double(length) + 1 - whole) / alpha - Double(count - 1))
    let u = r * largest
    let inner = (1..<max(1, count)).map { Int((alpha * (Double($0) + u)).rounded(.up)) - 1 }
    return [0] + inner + [length]
  }
}
