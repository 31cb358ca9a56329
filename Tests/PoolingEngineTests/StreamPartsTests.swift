import PoolingEngine
import TestSupport
import Testing

/// Planes, strips, and planes as the ends of a stream.
@Suite("Planes, strips, sources and sinks")
struct StreamPartsTests {
  @Test("Planes to rows and back, in strips of any height", arguments: SampleType.allCases)
  func roundTrip(_ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      for channels in 1...5 {
        for (height, width) in [(1, 1), (7, 1), (1, 9), (6, 35)] {
          var random = SeededRandom(seed: UInt64(channels))
          let input = Planes<S>.random(
            .wild, channels: channels, size: Size(height: height, width: width), using: &random)
          for capacity in [1, 4, 100] {
            let source = PlanesSource(input)
            let sink = PlanesSink<S>()
            var strip = Strip(format: source.format, capacity: capacity)
            #expect(strip.rowCount == 0)
            try sink.begin(source.format)
            var rows = 0
            while true {
              try source.read(into: &strip)
              if strip.rowCount == 0 { break }
              #expect(strip.firstRow == rows && strip.rows.count == strip.rowCount)
              for row in strip.rows {
                let isInterleaved = strip.withRow(row, as: S.self) { samples in
                  (0..<width).allSatisfy { column in
                    (0..<channels).allSatisfy {
                      samples[column * channels + $0].bits == input[$0, row, column].bits
                    }
                  }
                }
                #expect(isInterleaved)
              }
              try sink.write(strip)
              rows += strip.rowCount
            }
            try sink.commit()
            #expect(ImageDiff.first(got: try sink.planes(), want: input) == nil)
          }
        }
      }
    }
    try check(type.testType)
  }

  @Test("A sink of planes refuses rows of another kind or place, and an end before the last row")
  func refusals() throws {
    let format = RowFormat(size: Size(height: 3, width: 2), channels: 1, sampleType: .uint8)
    func rule(_ body: () throws -> Void) -> PoolingError.Rule? {
      do {
        try body()
        return nil
      } catch {
        return (error as? PoolingError)?.rule
      }
    }
    #expect(rule { try PlanesSink<Float>().begin(format) } == .resultType)
    #expect(rule { try PlanesSink<UInt8>().commit() } == .sampleCount)
    #expect(rule { _ = try PlanesSink<UInt8>().planes() } == .sampleCount)
    let sink = PlanesSink<UInt8>()
    try sink.begin(format)
    var other = Strip(
      format: RowFormat(size: Size(height: 3, width: 3), channels: 1, sampleType: .uint8), capacity: 1)
    other.fill(startingAt: 0) { _ in 1 }
    #expect(rule { try sink.write(other) } == .sampleCount)
    for row in [-1, 2, 3, Int.max - 2] {
      var strip = Strip(format: format, capacity: 2)
      strip.fill(startingAt: row) { buffer in
        buffer.initializeMemory(as: UInt8.self, repeating: 7)
        return 2
      }
      #expect(rule { try sink.write(strip) } == .sampleCount, "two rows from \(row) on")
    }
    #expect(try sink.planes().samples == [0, 0, 0, 0, 0, 0])
    var strip = Strip(format: format, capacity: 3)
    strip.fill(startingAt: 0) { buffer in
      buffer.initializeMemory(as: UInt8.self, repeating: 7)
      return 2
    }
    try sink.write(strip)
    #expect(rule { try sink.commit() } == .sampleCount)
  }

  @Test("A strip that a source fails to fill holds no rows")
  func failedFill() {
    struct Broken: Error {}
    var strip = Strip(
      format: RowFormat(size: Size(height: 3, width: 2), channels: 1, sampleType: .uint8), capacity: 2)
    strip.fill(startingAt: 0) { _ in 2 }
    #expect(strip.rowCount == 2 && strip.bytes.count == 4)
    #expect(throws: Broken.self) { try strip.fill(startingAt: 2) { _ throws in throw Broken() } }
    #expect(strip.rowCount == 0 && strip.bytes.isEmpty)
  }

  @Test("Planes are read and written by channel, row and column, and lent plane by plane")
  func planes() throws {
    var planes = Planes<Int16>(channels: 2, size: Size(height: 2, width: 3), repeating: 1)
    planes[1, 0, 2] = 9
    #expect(planes.samples == [1, 1, 1, 1, 1, 1, 1, 1, 9, 1, 1, 1])
    #expect(planes[1, 0, 2] == 9)
    #expect(planes.withPlane(1) { $0[2] } == 9)
    #expect(planes.withPlane(0) { $0.count } == 6)
  }
}
