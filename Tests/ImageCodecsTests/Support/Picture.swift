import ImageCodecs
import PoolingEngine

/// Samples in memory with what they mean; the bytes are in native order.
struct Picture: Equatable {
  var color: ColorModel
  var format: RowFormat
  var bytes: [UInt8]

  var height: Int { format.size.height }
  var width: Int { format.size.width }

  /// Noise: every bit of every sample differs from its neighbours'.
  static func noise(
    _ color: ColorModel, _ type: SampleType = .uint8, width: Int, height: Int, seed: UInt64 = 1
  ) -> Picture {
    let format = RowFormat(
      size: Size(height: height, width: width), channels: color.channels, sampleType: type)
    var generator = SplitMix(state: seed)
    let bytes = (0..<format.bytesPerRow * height).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32)
    }
    return Picture(color: color, format: format, bytes: bytes)
  }

  /// A soft pattern that a JPEG keeps well: two waves, slightly different per channel.
  static func soft(_ color: ColorModel, width: Int, height: Int) -> Picture {
    let format = RowFormat(
      size: Size(height: height, width: width), channels: color.channels, sampleType: .uint8)
    var bytes: [UInt8] = []
    for row in 0..<height {
      for column in 0..<width {
        for channel in 0..<color.channels {
          let wave = triangle(row * 3 + channel * 40) + triangle(column * 2 + 90 - channel * 20)
          bytes.append(UInt8(wave / 2))
        }
      }
    }
    return Picture(color: color, format: format, bytes: bytes)
  }

  private static func triangle(_ x: Int) -> Int {
    let place = x % 510
    return place < 256 ? place : 510 - place
  }

  func rows(_ range: Range<Int>) -> ArraySlice<UInt8> {
    bytes[range.lowerBound * format.bytesPerRow..<range.upperBound * format.bytesPerRow]
  }

  /// The greatest difference of two samples at the same place.
  func greatestDifference(from other: Picture) -> Int {
    zip(bytes, other.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }
}

/// Small deterministic random numbers.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
