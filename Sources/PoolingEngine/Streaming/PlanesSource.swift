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
      let output = buffer.bindMemory(to: S.self)
      let (width, channels) = (format.size.width, format.channels)
      let planeCount = format.size.height * width
      planes.samples.withUnsafeBufferPointer { samples in
        for row in 0..<count {
          for channel in 0..<channels {
            let from = channel * planeCount + (nextRow + row) * width
            let to = row * width * channels + channel
            for column in 0..<width { output[to + column * channels] = samples[from + column] }
          }
        }
      }
      return count
    }
    nextRow += count
  }
}
