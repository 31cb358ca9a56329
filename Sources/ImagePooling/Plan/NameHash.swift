/// 128 bits that stand for a name, the same in every run and on every machine: SipHash-2-4 with its 128-bit output (Aumasson
/// and Bernstein, 2012) under a fixed key. Among a billion names two that share one are to be expected with a chance of
/// 1 in 10²¹.
struct NameHash: Hashable, Comparable, BitwiseCopyable, Sendable {
  let low, high: UInt64

  static func < (a: NameHash, b: NameHash) -> Bool { a.low != b.low ? a.low < b.low : a.high < b.high }

  init(low: UInt64, high: UInt64) { (self.low, self.high) = (low, high) }

  init(_ bytes: [UInt8]) { self.init(bytes, key: (0x706d6920_6c6f6f70, 0x6e616d65_68617368)) }

  init(_ bytes: [UInt8], key: (UInt64, UInt64)) {
    var state = State(key)
    bytes.withUnsafeBytes { buffer in
      let whole = buffer.count / 8 * 8
      for place in stride(from: 0, to: whole, by: 8) {
        state.take(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
      }
      var last = UInt64(truncatingIfNeeded: buffer.count) << 56
      for place in whole..<buffer.count { last |= UInt64(buffer[place]) << UInt64(8 * (place - whole)) }
      state.take(last)
    }
    (low, high) = state.finish()
  }

  private struct State {
    private var v0, v1, v2, v3: UInt64

    init(_ key: (UInt64, UInt64)) {
      v0 = key.0 ^ 0x736f6d65_70736575
      v1 = key.1 ^ 0x646f7261_6e646f6d ^ 0xee
      v2 = key.0 ^ 0x6c796765_6e657261
      v3 = key.1 ^ 0x74656462_79746573
    }

    mutating func take(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    mutating func finish() -> (UInt64, UInt64) {
      v2 ^= 0xee
      for _ in 0..<4 { round() }
      let first = v0 ^ v1 ^ v2 ^ v3
      v1 ^= 0xdd
      for _ in 0..<4 { round() }
      return (first, v0 ^ v1 ^ v2 ^ v3)
    }

    private mutating func round() {
      v0 &+= v1
      v2 &+= v3
      v1 = rotated(v1, 13) ^ v0
      v3 = rotated(v3, 16) ^ v2
      v0 = rotated(v0, 32)
      v2 &+= v1
      v0 &+= v3
      v1 = rotated(v1, 17) ^ v2
      v3 = rotated(v3, 21) ^ v0
      v2 = rotated(v2, 32)
    }

    private func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
  }
}
