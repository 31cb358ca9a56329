/// The row step before an alpha-weighted sum: every colour becomes c·a, the last channel of each pixel stays alpha.
enum Premultiplication {
  /// `Product` holds the largest sample times itself.
  static func apply<Input: FixedWidthInteger & Sample, Product: FixedWidthInteger>(
    _ input: UnsafePointer<Input>, into out: UnsafeMutablePointer<Product>, count: Int, channels: Int
  ) {
    var pixel = 0
    while pixel < count {
      let alpha = Product(truncatingIfNeeded: input[pixel + channels - 1])
      for channel in pixel..<(pixel + channels - 1) {
        out[channel] = Product(truncatingIfNeeded: input[channel]) &* alpha
      }
      out[pixel + channels - 1] = alpha
      pixel += channels
    }
  }
}
