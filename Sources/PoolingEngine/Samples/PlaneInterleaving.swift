/// Moves samples between planes and interleaved rows. Works on the bytes of a sample, so that callers generic over the element
/// type in other modules run the same concrete loops.
enum PlaneInterleaving {
  /// One row of every plane becomes one interleaved row.
  ///
  /// - Parameters:
  ///   - planes: the row's first sample in plane 0; plane c's lies c · `bytesPerPlane` further on.
  ///   - row: width × channels samples.
  static func interleave(
    _ planes: UnsafeRawPointer, bytesPerPlane: Int, into row: UnsafeMutableRawPointer, width: Int,
    channels: Int,
    sampleBytes: Int
  ) {
    for channel in 0..<channels {
      let from = planes + channel * bytesPerPlane
      let to = row + channel * sampleBytes
      switch sampleBytes {
      case 1: spread(from, to, width, channels, UInt8.self)
      case 2: spread(from, to, width, channels, UInt16.self)
      case 4: spread(from, to, width, channels, UInt32.self)
      default: spread(from, to, width, channels, UInt64.self)
      }
    }
  }

  /// The other way.
  static func deinterleave(
    _ row: UnsafeRawPointer, into planes: UnsafeMutableRawPointer, bytesPerPlane: Int, width: Int,
    channels: Int,
    sampleBytes: Int
  ) {
    for channel in 0..<channels {
      let from = row + channel * sampleBytes
      let to = planes + channel * bytesPerPlane
      switch sampleBytes {
      case 1: gather(from, to, width, channels, UInt8.self)
      case 2: gather(from, to, width, channels, UInt16.self)
      case 4: gather(from, to, width, channels, UInt32.self)
      default: gather(from, to, width, channels, UInt64.self)
      }
    }
  }

  @inline(__always)
  private static func spread<Word: FixedWidthInteger & BitwiseCopyable>(
    _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ width: Int, _ step: Int, _ word: Word.Type
  ) {
    let from = from.assumingMemoryBound(to: Word.self)
    let to = to.assumingMemoryBound(to: Word.self)
    for column in 0..<width { to[column &* step] = from[column] }
  }

  @inline(__always)
  private static func gather<Word: FixedWidthInteger & BitwiseCopyable>(
    _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ width: Int, _ step: Int, _ word: Word.Type
  ) {
    let from = from.assumingMemoryBound(to: Word.self)
    let to = to.assumingMemoryBound(to: Word.self)
    for column in 0..<width { to[column] = from[column &* step] }
  }
}
