public import PoolingEngine

/// One channel of a tensor as a picture: RGB rows of uint8 by the viridis colour map.
///
/// The channel's smallest finite sample gets the first colour, its greatest the last; −∞ and +∞ get these, too, NaN is
/// white (which viridis never is), and a constant channel has the first colour throughout.
public final class HeatMapSource: RowSource {
  /// RGB uint8, the channel's size times ``enlargement``.
  public let format: RowFormat
  /// Each sample is so many pixels wide and high.
  public let enlargement: Int

  private let planes: AnyPlanes
  private let channel: Int
  /// Of the channel's finite samples; (0, 0) if there is none.
  private let range: (low: Double, high: Double)
  private var nextRow = 0
  /// The pixels of the last row of samples drawn.
  private var line: [UInt8]
  private var lineRow = -1
  private var numbers = RowNumbers()

  /// - Parameters:
  ///   - channel: below ``Tensor/channels``.
  ///   - longestSide: a map whose longer side is smaller is enlarged by the largest whole factor that keeps that side
  ///     within it; 0: never.
  ///   - lowest: gets the first colour in place of the channel's smallest finite sample, if it is below that.
  /// - Complexity: one pass over the channel; the tensor is not copied.
  public init(
    _ tensor: Tensor, channel: Int, enlargedTo longestSide: Int = 256, lowest: Double? = nil
  ) {
    precondition((0..<tensor.channels).contains(channel), "there is no channel \(channel)")
    planes = tensor.planes
    self.channel = channel
    let size = tensor.size
    let enlargement = max(1, longestSide / max(1, size.height, size.width))
    self.enlargement = enlargement
    format = RowFormat(
      size: Size(height: size.height * enlargement, width: size.width * enlargement), channels: 3,
      sampleType: .uint8)
    line = Array(repeating: 0, count: format.bytesPerRow)
    let (low, high) = Self.finiteRange(planes, channel)
    range = (lowest.map { min($0, low) } ?? low, high)
  }

  public func read(into strip: inout Strip) {
    let count = min(strip.capacity, format.size.height - nextRow)
    strip.fill(startingAt: nextRow) { buffer in
      for row in 0..<count {
        draw((nextRow + row) / enlargement)
        let start = row * format.bytesPerRow
        UnsafeMutableRawBufferPointer(rebasing: buffer[start..<(start + format.bytesPerRow)])
          .copyBytes(from: line)
      }
      return count
    }
    nextRow += count
  }

  private static func row(
    _ planes: AnyPlanes, _ channel: Int, _ row: Int, _ visitor: inout some SampleRow.Visitor
  ) {
    let rowBytes = planes.size.width * planes.sampleType.byteCount
    let start = (channel * planes.size.height + row) * rowBytes
    planes.withBytes { all in
      SampleRow(
        bytes: UnsafeRawBufferPointer(rebasing: all[start..<(start + rowBytes)]), type: planes.sampleType
      ).accept(&visitor)
    }
  }

  private static func finiteRange(_ planes: AnyPlanes, _ channel: Int) -> (Double, Double) {
    var numbers = RowNumbers()
    var (low, high) = (Double.infinity, -Double.infinity)
    for row in 0..<planes.size.height {
      Self.row(planes, channel, row, &numbers)
      for number in numbers.numbers where number.isFinite {
        low = min(low, number)
        high = max(high, number)
      }
    }
    return low <= high ? (low, high) : (0, 0)
  }

  /// Puts the pixels of a row of samples into `line`.
  private func draw(_ row: Int) {
    guard row != lineRow else { return }
    lineRow = row
    Self.row(planes, channel, row, &numbers)
    var to = 0
    for number in numbers.numbers {
      let colour = colour(of: number)
      for _ in 0..<enlargement {
        line[to] = UInt8(colour >> 16)
        line[to + 1] = UInt8(colour >> 8 & 0xFF)
        line[to + 2] = UInt8(colour & 0xFF)
        to += 3
      }
    }
  }

  /// 0xRRGGBB.
  private func colour(of number: Double) -> UInt32 {
    if number.isNaN { return 0xFFFFFF }
    if number <= range.low { return Viridis.colours[0] }
    if number >= range.high { return Viridis.colours[255] }
    // Halves first: the whole range may be beyond the greatest Double.
    let place = (number / 2 - range.low / 2) / (range.high / 2 - range.low / 2)
    return Viridis.colours[min(255, Int(place * 256))]
  }
}
