/// Maxima of neighbouring bytes: the columns of a 2×2 max over one channel, the most common pooling of all.
enum BytePairs {
  /// out[i] = max(row[2i], row[2i + 1])
  ///
  /// Sixteen bits are loaded at a time, since single bytes two apart do not vectorise; which byte is which does not
  /// matter to a maximum.
  static func maxima(_ row: UnsafePointer<UInt8>, _ out: UnsafeMutablePointer<UInt8>, _ count: Int) {
    let row = UnsafeRawPointer(row)
    for i in 0..<count {
      let pair = row.loadUnaligned(fromByteOffset: 2 &* i, as: UInt16.self)
      out[i] = UInt8(truncatingIfNeeded: max(pair & 0xff, pair >> 8))
    }
  }
}
