public import PoolingEngine

/// Planes as a source whose strips are of uneven height, as a decoder's may be: at least one row, at most the
/// strip's capacity.
public final class RaggedSource<S: TestSample>: RowSource {
  public let format: RowFormat
  private let planes: Planes<S>
  private var random: SeededRandom
  private var nextRow = 0

  public init(_ planes: Planes<S>, seed: UInt64) {
    self.planes = planes
    random = SeededRandom(seed: seed)
    format = RowFormat(size: planes.size, channels: planes.channels, sampleType: S.type)
  }

  public func read(into strip: inout Strip) throws {
    let left = format.size.height - nextRow
    let count = left == 0 ? 0 : random.int(1...min(left, strip.capacity))
    strip.fill(startingAt: nextRow) { buffer in
      var byte = 0
      for row in nextRow..<(nextRow + count) {
        for column in 0..<format.size.width {
          for channel in 0..<format.channels {
            buffer.storeBytes(of: planes[channel, row, column], toByteOffset: byte, as: S.self)
            byte += S.type.byteCount
          }
        }
      }
      return count
    }
    nextRow += count
  }
}
