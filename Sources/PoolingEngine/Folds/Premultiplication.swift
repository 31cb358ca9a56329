/// The row step before an alpha-weighted sum: every colour becomes c·a, the last channel of each pixel stays alpha.
enum Premultiplication {
  static func apply<Input: FixedWidthInteger & Sample>(
    _ input: UnsafePointer<Input>, into out: UnsafeMutablePointer<Int64>, count: Int, channels: Int
  ) {
    var pixel = 0
    while pixel < count {
      let alpha = Int64(truncatingIfNeeded: input[pixel + channels - 1])
      for channel in pixel..<(pixel + channels - 1) {
        out[channel] = Int64(truncatingIfNeeded: input[channel]) &* alpha
      }
      out[pixel + channels - 1] = alpha
      pixel += channels
    }
  }
}
