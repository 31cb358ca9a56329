/// The order of bytes within a sample.
enum ByteOrdering {
  /// Whether samples stored big-endian (or little-endian) must be turned for this processor.
  static func mustSwap(bigEndian: Bool) -> Bool {
    #if _endian(little)
      return bigEndian
    #else
      return !bigEndian
    #endif
  }

  /// Reverses the bytes of every sample, in place.
  static func swap(_ bytes: UnsafeMutableRawBufferPointer, bytesPerSample: Int) {
    switch bytesPerSample {
    case 2: swap(bytes, as: UInt16.self)
    case 4: swap(bytes, as: UInt32.self)
    case 8: swap(bytes, as: UInt64.self)
    default: break
    }
  }

  private static func swap<T: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeMutableRawBufferPointer, as type: T.Type
  ) {
    guard let start = bytes.baseAddress else { return }
    let width = MemoryLayout<T>.size
    for i in 0..<bytes.count / width {
      let place = start + i &* width
      place.storeBytes(of: place.loadUnaligned(as: T.self).byteSwapped, as: T.self)
    }
  }
}
