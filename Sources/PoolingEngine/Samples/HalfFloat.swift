/// float16 samples by their bits. Where the baseline of a processor has no instruction for them, the compiler calls a function for
/// every sample; these few operations vectorise.
enum HalfFloat {
  /// The same number as float32, exactly.
  @inline(__always)
  static func float(_ bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7FFF) << 13
    // Both exponents are biased, by 15 and by 127; subnormal numbers become normal by the multiplication.
    let number = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    let special = magnitude | 0x7F80_0000
    let sign = UInt32(bits & 0x8000) << 16
    return Float(bitPattern: (bits & 0x7FFF >= 0x7C00 ? special : number) | sign)
  }
}
