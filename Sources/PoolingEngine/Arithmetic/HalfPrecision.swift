/// Conversions of IEEE 754 binary16 as bits, by integer arithmetic: the same on every processor, and not every one has the type.
package enum HalfPrecision {
  /// The value, exactly; NaN becomes a NaN.
  @inline(__always)
  package static func float(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7FFF)
    let exponent = magnitude >> 10
    // A subnormal is its fraction times 2⁻²⁴, which a Float holds.
    let subnormal = (Float(Int32(bitPattern: magnitude)) * 0x1p-24).bitPattern
    let bias: UInt32 = exponent == 31 ? 224 << 23 : 112 << 23
    return Float(bitPattern: sign | (exponent == 0 ? subnormal : magnitude << 13 &+ bias))
  }

  /// The nearest half, halves between two to the even one; beyond 65504 by half a step ±∞. NaN becomes the canonical NaN.
  @inline(__always)
  package static func half(_ value: Double) -> UInt16 {
    guard value == value else { return 0x7E00 }
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 48) & 0x8000
    let magnitude = bits & 0x7FFF_FFFF_FFFF_FFFF
    // From 65520 on, infinity included.
    if magnitude >= 0x40EF_FE00_0000_0000 { return sign | 0x7C00 }
    if magnitude < 0x3F10_0000_0000_0000 {
      // Below 2⁻¹⁴: a count of 2⁻²⁴, 1024 of which are the smallest normal number.
      let count = (Double(bitPattern: magnitude) * 0x1p24).rounded(.toNearestOrEven)
      return sign | UInt16(count)
    }
    let rounded = (magnitude &+ 0x1FF_FFFF_FFFF &+ (magnitude >> 42 & 1)) >> 42
    return sign | UInt16(truncatingIfNeeded: rounded &- (1008 << 10))
  }
}
