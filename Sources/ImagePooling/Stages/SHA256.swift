internal import CKernels

/// SHA-256 (FIPS 180-4), for digests of samples. Not for secrets.
struct SHA256 {
  /// Takes whole blocks into a state; another way to do what ``compress`` does.
  typealias Blocks = @Sendable (UnsafeRawBufferPointer, inout [UInt32]) -> Void

  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var block: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]

  private let compressBlocks: Blocks

  /// The processor's own instructions; nil where it has none. They take a tenth of the time.
  static let hardware: Blocks? = {
    #if arch(x86_64)
      guard ckernels_has_sha256() else { return nil }
      return { blocks, state in
        guard let start = blocks.baseAddress else { return }
        ckernels_sha256_blocks(
          &state, start.assumingMemoryBound(to: UInt8.self), blocks.count / 64, constants)
      }
    #else
      return nil
    #endif
  }()

  /// - Parameter blocks: how blocks are taken; nil: by this file's loop.
  init(by blocks: Blocks? = hardware) {
    block.reserveCapacity(64)
    compressBlocks =
      blocks ?? { blocks, state in
        for start in stride(from: 0, to: blocks.count, by: 64) {
          Self.compress(UnsafeRawBufferPointer(rebasing: blocks[start..<start + 64]), into: &state)
        }
      }
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !block.isEmpty {
      let taken = rest.prefix(64 - block.count)
      block += taken
      rest = rest.dropFirst(taken.count)
      guard block.count == 64 else { return }
      let full = block
      block.removeAll(keepingCapacity: true)
      full.withUnsafeBytes { compressBlocks($0, &state) }
    }
    let whole = rest.prefix(rest.count & ~63)
    compressBlocks(UnsafeRawBufferPointer(rebasing: whole), &state)
    block += rest.dropFirst(whole.count)
  }

  /// The digest of everything so far, 64 hexadecimal digits. Nothing can be added afterwards.
  consuming func finish() -> String {
    // A one bit, zeros, and the number of bits at the end of a block.
    let bits = byteCount &* 8
    let zeros = (119 - Int(byteCount % 64)) % 64
    let padding = [0x80] + [UInt8](repeating: 0, count: zeros)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    (padding + length).withUnsafeBytes { update($0) }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func compress(_ block: UnsafeRawBufferPointer, into state: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
      for t in 0..<16 {
        schedule[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * t, as: UInt32.self))
      }
      for t in 16..<64 {
        let (early, late) = (schedule[t - 15], schedule[t - 2])
        let small = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
        let large = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
        schedule[t] = schedule[t - 16] &+ small &+ schedule[t - 7] &+ large
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      constants.withUnsafeBufferPointer { constants in
        for t in 0..<64 {
          let sum = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
          let first = h &+ sum &+ (e & f ^ ~e & g) &+ constants[t] &+ schedule[t]
          let other = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
          let second = other &+ (a & b ^ a & c ^ b & c)
          (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
      }
      for (place, word) in [a, b, c, d, e, f, g, h].enumerated() { state[place] &+= word }
    }
  }
}
