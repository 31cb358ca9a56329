/// Vigna's SplitMix64: random numbers from a seed, the same on every machine.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// From 0 to below 1, in steps of 2⁻²⁴, so that float32 holds it exactly.
  mutating func unitInterval() -> Double { Double(next() >> 40) * 0x1p-24 }

  /// From 0 to below `limit`, by the upper half of a product.
  mutating func number(below limit: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(limit)).high)
  }
}
