internal import PoolingEngine

/// A tensor's planes as rows of interleaved samples.
final class TensorSource: RowSource {
  let format: RowFormat
  private let planes: AnyPlanes
  private var nextRow = 0

  init(_ planes: AnyPlanes) {
    self.planes = planes
    format = RowFormat(size: planes.size, channels: planes.channels, sampleType: planes.sampleType)
  }

  func read(into strip: inout Strip) {
    let count = min(strip.capacity, format.size.height - nextRow)
    let width = format.sampleType.byteCount
    let bytesPerPlaneRow = format.size.width * width
    let bytesPerPlane = bytesPerPlaneRow * format.size.height
    strip.fill(startingAt: nextRow) { buffer in
      guard count > 0 else { return 0 }
      let pixels = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(count * format.bytesPerRow)])
      planes.withBytes { samples in
        for channel in 0..<format.channels {
          let start = channel * bytesPerPlane + nextRow * bytesPerPlaneRow
          let rows = UnsafeRawBufferPointer(rebasing: samples[start..<(start + count * bytesPerPlaneRow)])
          Interleaving.merge(rows, channel: channel, of: format.channels, bytesPerSample: width, into: pixels)
        }
      }
      return count
    }
    nextRow += count
  }
}
