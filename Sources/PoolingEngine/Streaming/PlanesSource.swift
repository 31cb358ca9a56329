/// Planes in memory as rows of interleaved samples.
public final class PlanesSource<S: Sample>: RowSource {
  public let format: RowFormat
  private let planes: Planes<S>
  private var nextRow = 0

  public init(_ planes: Planes<S>) {
    self.planes = planes
    format = RowFormat(size: planes.size, channels: planes.channels, sampleType: S.type)
  }

  public func read(into strip: inout Strip) throws {
    let count = min(strip.capacity, format.size.height - nextRow)
    strip.fill(startingAt: nextRow) { buffer in
      let rowBytes = format.size.width * S.type.byteCount
      planes.samples.withUnsafeBytes { samples in
        for row in 0..<count {
          let pixels = UnsafeMutableRawBufferPointer(
            rebasing: buffer[row * format.bytesPerRow..<(row + 1) * format.bytesPerRow])
          for channel in 0..<format.channels {
            let start = (channel * format.size.height + nextRow + row) * rowBytes
            Interleaving.merge(
              UnsafeRawBufferPointer(rebasing: samples[start..<(start + rowBytes)]), channel: channel,
              of: format.channels, bytesPerSample: S.type.byteCount, into: pixels)
          }
        }
      }
      return count
    }
    nextRow += count
  }
}
