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
      let (width, sampleBytes) = (format.size.width, S.type.byteCount)
      planes.samples.withUnsafeBytes { samples in
        guard let from = samples.baseAddress, let to = buffer.baseAddress else { return }
        for row in 0..<count {
          PlaneInterleaving.interleave(
            from + (nextRow + row) * width * sampleBytes,
            bytesPerPlane: format.size.height * width * sampleBytes,
            into: to + row * format.bytesPerRow, width: width, channels: format.channels,
            sampleBytes: sampleBytes)
        }
      }
      return count
    }
    nextRow += count
  }
}
