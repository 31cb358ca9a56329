/// Moves samples between interleaved rows (R G B R G B …) and planes, whatever their type: only their width counts, so that
/// callers generic over the element type in other modules run the same concrete loops. A "sample" may as well be a pixel of some.
package enum Interleaving {
  /// Takes one channel out of consecutive pixels.
  ///
  /// - Parameters:
  ///   - pixels: `count` × `channels` samples.
  ///   - plane: room for `count` samples.
  package static func split(
    _ pixels: UnsafeRawBufferPointer, channel: Int, of channels: Int, bytesPerSample: Int,
    into plane: UnsafeMutableRawBufferPointer
  ) {
    let count = plane.count / bytesPerSample
    precondition(
      plane.count == count * bytesPerSample && pixels.count == plane.count * channels && channel < channels,
      "the plane does not hold one channel of the pixels")
    guard channels > 1 else { return plane.copyMemory(from: pixels) }
    switch bytesPerSample {
    case 1: split(pixels, channel, channels, count, plane, as: UInt8.self)
    case 2: split(pixels, channel, channels, count, plane, as: UInt16.self)
    case 4: split(pixels, channel, channels, count, plane, as: UInt32.self)
    case 8: split(pixels, channel, channels, count, plane, as: UInt64.self)
    case 16: split(pixels, channel, channels, count, plane, as: UInt128.self)
    default:
      guard let from = pixels.baseAddress, let to = plane.baseAddress else { return }
      for i in 0..<count {
        (to + i * bytesPerSample).copyMemory(
          from: from + (i * channels + channel) * bytesPerSample, byteCount: bytesPerSample)
      }
    }
  }

  /// Puts one channel among consecutive pixels.
  package static func merge(
    _ plane: UnsafeRawBufferPointer, channel: Int, of channels: Int, bytesPerSample: Int,
    into pixels: UnsafeMutableRawBufferPointer
  ) {
    let count = plane.count / bytesPerSample
    precondition(
      plane.count == count * bytesPerSample && pixels.count == plane.count * channels && channel < channels,
      "the plane does not hold one channel of the pixels")
    guard channels > 1 else { return pixels.copyMemory(from: plane) }
    switch bytesPerSample {
    case 1: merge(plane, channel, channels, count, pixels, as: UInt8.self)
    case 2: merge(plane, channel, channels, count, pixels, as: UInt16.self)
    case 4: merge(plane, channel, channels, count, pixels, as: UInt32.self)
    case 8: merge(plane, channel, channels, count, pixels, as: UInt64.self)
    case 16: merge(plane, channel, channels, count, pixels, as: UInt128.self)
    default:
      guard let from = plane.baseAddress, let to = pixels.baseAddress else { return }
      for i in 0..<count {
        (to + (i * channels + channel) * bytesPerSample).copyMemory(
          from: from + i * bytesPerSample, byteCount: bytesPerSample)
      }
    }
  }

  // Both buffers start at a multiple of the sample's width in all uses, but nothing here depends on it.

  private static func split<T: FixedWidthInteger & BitwiseCopyable>(
    _ pixels: UnsafeRawBufferPointer, _ channel: Int, _ channels: Int, _ count: Int,
    _ plane: UnsafeMutableRawBufferPointer, as type: T.Type
  ) {
    guard let from = pixels.baseAddress, let to = plane.baseAddress else { return }
    let width = MemoryLayout<T>.size
    for i in 0..<count {
      let sample = (from + (i &* channels &+ channel) &* width).loadUnaligned(as: T.self)
      (to + i &* width).storeBytes(of: sample, as: T.self)
    }
  }

  private static func merge<T: FixedWidthInteger & BitwiseCopyable>(
    _ plane: UnsafeRawBufferPointer, _ channel: Int, _ channels: Int, _ count: Int,
    _ pixels: UnsafeMutableRawBufferPointer, as type: T.Type
  ) {
    guard let from = plane.baseAddress, let to = pixels.baseAddress else { return }
    let width = MemoryLayout<T>.size
    for i in 0..<count {
      let sample = (from + i &* width).loadUnaligned(as: T.self)
      (to + (i &* channels &+ channel) &* width).storeBytes(of: sample, as: T.self)
    }
  }
}
