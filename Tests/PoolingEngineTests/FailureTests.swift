import PoolingEngine
import TestSupport
import Testing

/// Errors of sources, sinks and checkpoints come through, wherever they strike.
@Suite("Failures in a stream")
struct FailureTests {
  struct Broken: Error, Equatable { let place: Int }

  /// Delivers rows and throws when it is asked for row `end`.
  final class BreakingSource: RowSource {
    let format: RowFormat
    private let inner: RaggedSource<UInt8>
    private let end: Int
    private var delivered = 0

    init(_ planes: Planes<UInt8>, end: Int) {
      inner = RaggedSource(planes, seed: 1)
      format = inner.format
      self.end = end
    }

    func read(into strip: inout Strip) throws {
      if delivered >= end { throw Broken(place: delivered) }
      try inner.read(into: &strip)
      delivered += strip.rowCount
    }
  }

  /// Ends early: its format promises a row more than there is.
  final class ShortSource: RowSource {
    let format: RowFormat
    private let inner: RaggedSource<UInt8>

    init(_ planes: Planes<UInt8>) {
      inner = RaggedSource(planes, seed: 1)
      format = RowFormat(
        size: Size(height: planes.size.height + 1, width: planes.size.width), channels: planes.channels,
        sampleType: .uint8)
    }

    func read(into strip: inout Strip) throws {
      var part = Strip(format: inner.format, capacity: strip.capacity)
      try inner.read(into: &part)
      strip.fill(startingAt: part.firstRow) { buffer in
        buffer.copyMemory(from: part.bytes)
        return part.rowCount
      }
    }
  }

  final class BreakingSink: RowSink {
    enum Step: Sendable { case begin, write(Int) }
    let step: Step
    private(set) var calls: [String] = []

    init(_ step: Step) { self.step = step }

    func begin(_ format: RowFormat) throws {
      calls.append("begin")
      if case .begin = step { throw Broken(place: -1) }
    }

    func write(_ strip: borrowing Strip) throws {
      calls.append("write")
      if case .write(let row) = step, strip.rows.contains(row) { throw Broken(place: row) }
    }

    func commit() throws { calls.append("commit") }
  }

  /// Notes what it is given.
  final class NotingSink: RowSink {
    private(set) var calls: [String] = []
    private(set) var rows = 0

    func begin(_ format: RowFormat) throws {
      calls.append("begin \(format.size) \(format.channels) \(format.sampleType)")
    }
    func write(_ strip: borrowing Strip) throws {
      if strip.firstRow != rows { calls.append("row \(strip.firstRow) after \(rows)") }
      if strip.rowCount == 0 { calls.append("an empty strip") }
      rows += strip.rowCount
    }
    func commit() throws { calls.append("commit") }
  }

  static let planes: Planes<UInt8> = {
    var random = SeededRandom(seed: 61)
    return Planes.random(.noise, channels: 3, size: Size(height: 12, width: 10), using: &random)
  }()
  static let layers: [Pooling] = [
    Pooling(.max, over: .sliding(2)), Pooling(.max, over: .sliding(5, stride: 1, padding: .same)),
    Pooling(.average, over: .sliding(3, stride: 2)), Pooling(.average, over: .global),
    Pooling(.average, over: .area(Size(height: 5, width: 4))),
    Pooling(.max, over: .sliding(3, padding: .all(4), border: .reflect)),
  ]

  @Test("A source that throws midway", arguments: layers, [0, 1, 5, 11])
  func source(_ layer: Pooling, _ end: Int) {
    for orientation in Orientation.allCases {
      for stripHeight in [1, 4, nil] {
        let sink = PlanesSink<UInt8>()
        #expect(throws: Broken.self) {
          try BreakingSource(Self.planes, end: end).pool(
            by: layer, orientation: orientation, stripHeight: stripHeight,
            into: [.values(as: .uint8, into: sink)])
        }
        #expect(throws: PoolingError.self) { try sink.commit() }
      }
    }
  }

  @Test("A source that ends early is an error, not a shorter picture", arguments: layers)
  func shortSource(_ layer: Pooling) {
    for stripHeight in [1, 4, nil] {
      let sink = PlanesSink<UInt8>()
      #expect(throws: (any Error).self) {
        try ShortSource(Self.planes).pool(
          by: layer, stripHeight: stripHeight, into: [.values(as: .uint8, into: sink)])
      }
    }
  }

  @Test("A source that goes on past its last row is an error, not a crash")
  func excessRows() async throws {
    await #expect(processExitsWith: .success) {
      final class ExcessSource: RowSource {
        let format = RowFormat(size: Size(height: 3, width: 2), channels: 1, sampleType: .uint8)
        private var row = 0

        func read(into strip: inout Strip) throws {
          let count = row < 40 ? strip.capacity : 0
          strip.fill(startingAt: row) { buffer in
            for index in buffer.indices { buffer[index] = 1 }
            return count
          }
          row += count
        }
      }
      for windowing in [
        Windowing.sliding(2, stride: 1), .sliding(7, stride: 1, padding: .same), .global,
        .sliding(1, padding: .all(2), border: .reflect), .area(Size(height: 2, width: 2)),
      ] {
        for stripHeight in [2, 5] {
          do {
            try ExcessSource().pool(
              by: Pooling(.average, over: windowing), stripHeight: stripHeight,
              into: [.values(as: .uint8, into: PlanesSink<UInt8>())])
            preconditionFailure("five rows were taken for three")
          } catch {}
        }
      }
    }
  }

  @Test("A sink that throws at its beginning or at a row", arguments: layers)
  func sink(_ layer: Pooling) throws {
    let height = try layer.geometry(of: Self.planes.size).output.height
    for orientation in [Orientation.upright, .rotated180, .mirroredHorizontally] {
      for step in [BreakingSink.Step.begin, .write(0), .write(height - 1)] {
        let sink = BreakingSink(step)
        let other = NotingSink()
        #expect(throws: Broken.self) {
          try PlanesSource(Self.planes).pool(
            by: layer, orientation: orientation, stripHeight: 3,
            into: [.values(as: .uint8, into: other), .values(as: .uint8, into: sink)])
        }
        #expect(!sink.calls.contains("commit") && !other.calls.contains("commit"))
      }
    }
  }

  @Test(
    "A sink that throws early ends the reading; what was written before stays in order",
    arguments: [0, 100, 399])
  func sinkStopsReading(_ row: Int) {
    let tall = Planes<UInt8>(channels: 1, size: Size(height: 400, width: 3), repeating: 1)
    for (layer, orientation) in [
      (Pooling(.max, over: .sliding(1)), Orientation.upright),
      (Pooling(.average, over: .sliding(7, stride: 1, padding: .same)), .upright),
      (Pooling(.max, over: .sliding(1)), .mirroredHorizontally),
      (Pooling(.max, over: .sliding(3, stride: 1, padding: .all(1), border: .reflect)), .upright),
    ] {
      let sink = BreakingSink(.write(row))
      var rowsRead = 0
      #expect(throws: Broken(place: row)) {
        try PlanesSource(tall).pool(
          by: layer, orientation: orientation, stripHeight: 4, into: [.values(as: .uint8, into: sink)],
          checkpoint: { rowsRead = $0 })
      }
      // Rows are handed over in strips of at most 64.
      #expect(rowsRead <= row + 80)
      #expect(sink.calls.count <= 2 + row)
    }
  }

  @Test("A checkpoint that throws cancels; it hears of every strip", arguments: layers)
  func checkpoint(_ layer: Pooling) throws {
    for stripHeight in [1, 5, nil] {
      var seen: [Int] = []
      let sink = NotingSink()
      try PlanesSource(Self.planes).pool(
        by: layer, stripHeight: stripHeight, into: [.values(as: .uint8, into: sink)],
        checkpoint: { seen.append($0) })
      #expect(seen == seen.sorted())
      #expect(seen.last == 12)
      let strips = stripHeight.map { (12 + $0 - 1) / $0 }
      #expect(strips == nil || seen.count == strips)
      #expect(throws: Broken.self) {
        try PlanesSource(Self.planes).pool(
          by: layer, stripHeight: stripHeight, into: [.values(as: .uint8, into: NotingSink())],
          checkpoint: { rows in if rows >= 6 { throw Broken(place: rows) } })
      }
    }
  }

  @Test("Every sink gets begin, all rows in order, and no commit", arguments: layers, Orientation.allCases)
  func order(_ layer: Pooling, _ orientation: Orientation) throws {
    let upright = orientation.upright(Self.planes.size)
    let size = try layer.geometry(of: upright).output
    for stripHeight in [1, 3, nil] {
      let (values, numbers, indices) = (NotingSink(), NotingSink(), NotingSink())
      var outputs = [PoolingOutput.values(as: .uint8, into: values)]
      if layer.reduction == .max {
        outputs.append(.indices(into: indices))
      } else {
        outputs.append(.values(as: .float32, into: numbers))
      }
      try PlanesSource(Self.planes).pool(
        by: layer, orientation: orientation, stripHeight: stripHeight, into: outputs)
      #expect(values.calls == ["begin \(size) 3 uint8"] && values.rows == size.height)
      if layer.reduction == .max {
        #expect(indices.calls == ["begin \(size) 3 int64"] && indices.rows == size.height)
      } else {
        #expect(numbers.calls == ["begin \(size) 3 float32"] && numbers.rows == size.height)
      }
    }
  }

  @Test("A refused layer reads no row and begins no sink")
  func refusedFirst() {
    let source = BreakingSource(Self.planes, end: 0)
    let sink = BreakingSink(.begin)
    #expect(throws: PoolingError.self) {
      try source.pool(by: Pooling(.max, over: .sliding(99)), into: [.values(as: .uint8, into: sink)])
    }
    #expect(throws: PoolingError.self) {
      try source.pool(by: Pooling(.average, over: .sliding(2)), into: [.indices(into: sink)])
    }
    #expect(sink.calls.isEmpty)
  }

  @Test("A chain hands on what its first source throws")
  func chain() throws {
    let middle = try BreakingSource(Self.planes, end: 7).pooled(by: Pooling(.max, over: .sliding(2)))
    #expect(throws: Broken.self) {
      try middle.pool(
        by: Pooling(.average, over: .sliding(2)), into: [.values(as: .float32, into: PlanesSink<Float>())])
    }
  }
}
