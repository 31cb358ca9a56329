internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// A picture of where two inputs differ: of each pixel the largest difference of its channels, by viridis from 0 to the
/// largest of all. Equal pictures have the first colour throughout; an infinite difference has the last.
struct DifferenceMap {
  private let file: ResultFile
  private let size: Size
  private let channels: Int
  private var values: [Float] = []

  init(_ output: Output, _ size: Size, channels: Int) throws(ImagePoolError) {
    file = try ResultFile(output, estimate: 3 * size.height * size.width + 65536)
    self.size = size
    self.channels = channels
    values.reserveCapacity(size.height * size.width)
  }

  static func heldBytes(for size: Size) -> Int { 4 * size.height * size.width }

  mutating func add<S: Sample & FixedWidthInteger & UnsignedInteger>(
    _ first: UnsafeBufferPointer<S>, _ second: UnsafeBufferPointer<S>
  ) {
    for start in stride(from: 0, to: first.count, by: channels) {
      var most = 0
      for place in start..<(start + channels) {
        most = max(most, abs(Int(first[place]) - Int(second[place])))
      }
      values.append(Float(most))
    }
  }

  mutating func add(_ first: UnsafeBufferPointer<Double>, _ second: UnsafeBufferPointer<Double>) {
    for start in stride(from: 0, to: first.count, by: channels) {
      var most = 0.0
      for place in start..<(start + channels) {
        most = max(most, DifferenceSums.difference(first[place], second[place]))
      }
      values.append(Float(most))
    }
  }

  /// A row of absolute differences.
  mutating func add(differences: [Double]) {
    for start in stride(from: 0, to: differences.count, by: channels) {
      values.append(Float(differences[start..<(start + channels)].reduce(0, max)))
    }
  }

  /// Writes the picture; all rows were added.
  mutating func write() throws(ImagePoolError) {
    do {
      let planes = try Planes(channels: 1, size: size, values)
      values = []
      let source = HeatMapSource(Tensor(planes), channel: 0, lowest: 0)
      let writer = try ImageWriter(file.pictureDestination, as: .png(), color: .rgb)
      let sink = NamedSink(writer, file)
      try sink.begin(source.format)
      var strip = Strip(format: source.format, capacity: 16)
      repeat {
        source.read(into: &strip)
        if strip.rowCount > 0 { try sink.write(strip) }
      } while strip.rowCount > 0
      try sink.commit()
      try file.close(writer)
      try ResultFile.deliver([file])
    } catch {
      throw ImagePoolError(any: error)
    }
  }
}
