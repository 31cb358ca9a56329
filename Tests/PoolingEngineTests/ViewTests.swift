internal import PoolingEngine
internal import TestSupport
internal import Testing

/// Planes that somebody else holds give what planes of our own give, however they lie.
@Suite struct ViewTests {
  /// How the samples of a batch lie in memory.
  enum Lie: String, CaseIterable, Sendable {
    case planes, pixels, columnsFirst, backwards, spread, odd, shared
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let lie: Lie
    let type: SampleType
    let seed: UInt64
    var testDescription: String { "\(lie.rawValue), \(type.rawValue), seed \(seed)" }
  }

  static let cases = Lie.allCases.flatMap { lie in
    SampleType.allCases.flatMap { type in (1...3).map { Case(lie: lie, type: type, seed: $0) } }
  }

  @Test(arguments: cases) func everyLieGivesTheSame(_ c: Case) throws {
    switch c.type {
    case .uint8: try check(c) { UInt8(truncatingIfNeeded: $0) }
    case .uint16: try check(c) { UInt16(truncatingIfNeeded: $0) }
    case .int8: try check(c) { Int8(truncatingIfNeeded: $0) }
    case .int16: try check(c) { Int16(truncatingIfNeeded: $0) }
    case .int32: try check(c) { Int32(truncatingIfNeeded: $0) }
    case .int64: try check(c) { Int64(truncatingIfNeeded: $0) }
    case .float16: try check(c) { Float16(Int($0 % 64)) - 32 }
    case .float32: try check(c) { Float(Int($0 % 512)) / 16 - 16 }
    case .float64: try check(c) { Double(Int($0 % 512)) / 16 - 16 }
    }
  }

  private func check<S: Sample>(_ c: Case, _ value: (UInt64) -> S) throws {
    var random = SeededRandom(seed: c.seed)
    // Small planes are put side by side, large ones are not.
    let side = c.seed == 3 ? 60 : 9
    let (n, k) = (2, Int(random.next() % 4) + 1)
    let size = Size(height: side + Int(random.next() % 5), width: side + Int(random.next() % 7))
    let isShared = c.lie == .shared
    let item = (0..<k * size.height * size.width).map { _ in value(random.next()) }
    let other = isShared ? item : (0..<item.count).map { _ in value(random.next()) }
    let planes = try Planes(channels: n * k, size: size, item + other)
    let stored = Stored(planes, batch: n, lie: c.lie)
    for layer in [
      Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1))),
      Pooling(.max, over: .sliding(2, border: .replicate)), Pooling(.average, over: .sliding(3, stride: 1)),
      Pooling(.average, over: .adaptive(Size(height: 4, width: 5))), Pooling(.median, over: .sliding(2)),
      Pooling(.max, over: .sliding(Pair(7, 1), stride: 1, padding: .symmetric(Pair(3, 0)))),
      Pooling(.max, over: .fractional(2, output: Size(height: 3, width: 3), samples: .seed(c.seed))),
    ] {
      for threads in [1, 3] {
        let schedule = Schedule(threads: threads)
        if layer.reduction.selectsASample {
          let (values, indices) = try layer.withIndices(planes)
          let (ours, places) = try stored.pooled(by: layer, as: S.self, indices: true, schedule)
          #expect(bytes(ours) == bytes(values.samples), "\(layer), \(threads) threads")
          #expect(places == indices.samples, "indices of \(layer)")
          #expect(
            bytes(try stored.pooled(by: layer, as: S.self, indices: false, schedule).values)
              == bytes(values.samples))
        } else {
          let values = try layer(planes, as: Double.self)
          let (ours, _) = try stored.pooled(by: layer, as: Double.self, indices: false, schedule)
          #expect(bytes(ours) == bytes(values.samples), "\(layer), \(threads) threads")
        }
      }
    }
  }

  private func bytes<S>(_ samples: [S]) -> [UInt8] { samples.withUnsafeBytes { Array($0) } }

  @Test(arguments: [Lie.planes, .pixels, .backwards, .odd]) func gradientsAreThoseOfPlanes(_ lie: Lie) throws
  {
    var random = SeededRandom(seed: 5)
    let size = Size(height: 9, width: 11)
    let planes = try Planes<Float>(
      channels: 6, size: size, (0..<6 * 99).map { _ in Float(Int(random.next() % 200)) / 8 })
    let stored = Stored(planes, batch: 2, lie: lie)
    for layer in [
      Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1))), Pooling(.average, over: .sliding(2)),
      Pooling(.lp(3), over: .sliding(2)), Pooling(.soft(), over: .sliding(3)),
    ] {
      let output = try layer.geometry(of: size).output
      let upstream = try Planes<Float>(
        channels: 6, size: output,
        (0..<6 * output.height * output.width).map { _ in Float(Int(random.next() % 100)) / 4 })
      let expected = try layer.gradient(of: planes, upstream: upstream)
      let slopes = Stored(upstream, batch: 2, lie: lie)
      let result = Stored(Planes<Float>(channels: 6, size: size, repeating: 0), batch: 2, lie: lie)
      try layer.gradient(
        of: stored.view(), upstream: slopes.view(), into: result.mutableView(), schedule: Schedule(threads: 2)
      )
      #expect(result.read(as: Float.self, count: 6 * 99) == expected.samples, "\(layer)")
    }
  }

  @Test func outputsShareNoMemory() throws {
    let stored = Stored(
      Planes<Float>(channels: 1, size: Size(height: 4, width: 4), repeating: 1), batch: 1, lie: .planes)
    let layout = try PlanesLayout(dense: .float32, batch: 1, channels: 1, size: Size(height: 2, width: 2))
    let layer = Pooling(.max, over: .sliding(2))
    #expect(throws: PoolingError.self) {
      try layer.pool(stored.view(), into: MutablePlanesView(stored.start + 8, layout))
    }
    for strides in [
      PlanesLayout.Strides(batch: 0, channel: 0, row: 4, column: 4),
      .init(batch: 0, channel: 0, row: 0, column: 4),
      .init(batch: 0, channel: 0, row: 8, column: 2), .init(batch: 0, channel: 0, row: -4, column: 4),
    ] {
      let layout = try PlanesLayout(
        .float32, batch: 1, channels: 1, size: Size(height: 2, width: 2), strides: strides)
      #expect(throws: PoolingError.self) { _ = try MutablePlanesView(stored.start, layout) }
    }
  }

  @Test func layoutsBeyondAnyMemoryAreRefused() {
    for (shape, strides) in [
      ([1, 1, -1, 4], [0, 0, 4, 4]), ([1, 1, 2, 4], [0, 0, Int.max, 4]), ([1, 1, 3, 4], [0, 0, Int.min, 4]),
      ([Int.max, 2, 2, 2], [0, 0, 0, 0]), ([1, 1, 2, 2], [0, 0, 1 << 57, 4]),
    ] {
      #expect(throws: PoolingError.self, "\(shape), \(strides)") {
        _ = try PlanesLayout(
          .float32, batch: shape[0], channels: shape[1], size: Size(height: shape[2], width: shape[3]),
          strides: .init(batch: strides[0], channel: strides[1], row: strides[2], column: strides[3]))
      }
    }
  }
}

/// Memory that is not the engine's.
private final class Stored {
  private let memory: UnsafeMutableRawPointer
  let start: UnsafeMutableRawPointer
  private let layout: PlanesLayout

  init<S: Sample>(_ planes: Planes<S>, batch: Int, lie: ViewTests.Lie) {
    let (channels, size) = (planes.channels / batch, planes.size)
    let step = S.type.byteCount
    let strides: PlanesLayout.Strides
    var offset = 0
    let (h, w) = (size.height, size.width)
    switch lie {
    case .planes:
      strides = .init(batch: channels * h * w * step, channel: h * w * step, row: w * step, column: step)
    case .pixels:
      strides = .init(
        batch: channels * h * w * step, channel: step, row: w * channels * step, column: channels * step)
    case .columnsFirst:
      strides = .init(batch: channels * h * w * step, channel: h * w * step, row: step, column: h * step)
    case .backwards:
      strides = .init(batch: -channels * h * w * step, channel: -h * w * step, row: -w * step, column: -step)
      offset = (batch * channels * h * w - 1) * step
    case .spread:
      strides = .init(
        batch: 3 * channels * h * w * step, channel: 3 * h * w * step, row: 3 * w * step, column: 3 * step)
    case .odd:
      strides = .init(
        batch: channels * h * (w * step + 1), channel: h * (w * step + 1), row: w * step + 1, column: step)
      offset = 1
    case .shared: strides = .init(batch: 0, channel: h * w * step, row: w * step, column: step)
    }
    guard
      let layout = try? PlanesLayout(S.type, batch: batch, channels: channels, size: size, strides: strides)
    else {
      preconditionFailure("the strides are those of an array")
    }
    self.layout = layout
    memory = .allocate(byteCount: 3 * batch * channels * h * (w * step + 1) + 64, alignment: 64)
    start = memory + offset
    for n in 0..<batch {
      for c in 0..<channels {
        for y in 0..<h {
          for x in 0..<w {
            let place = n * strides.batch + c * strides.channel + y * strides.row + x * strides.column
            (start + place).storeBytes(of: planes[n * channels + c, y, x], as: S.self)
          }
        }
      }
    }
  }

  deinit { memory.deallocate() }

  func view() -> PlanesView { PlanesView(start, layout) }
  func mutableView() throws -> MutablePlanesView { try MutablePlanesView(start, layout) }

  func read<S: Sample>(as type: S.Type, count: Int) -> [S] {
    var samples: [S] = []
    let strides = layout.strides
    for n in 0..<layout.batch {
      for c in 0..<layout.channels {
        for y in 0..<layout.size.height {
          for x in 0..<layout.size.width {
            let place = n * strides.batch + c * strides.channel + y * strides.row + x * strides.column
            samples.append((start + place).loadUnaligned(as: S.self))
          }
        }
      }
    }
    return samples
  }

  /// Pooled into memory that lies like this one, but that nothing shares.
  func pooled<R: Sample>(
    by layer: Pooling, as type: R.Type, indices: Bool, _ schedule: Schedule
  ) throws -> (values: [R], places: [Int64]) {
    let size = try layer.geometry(of: layout.size, plane: 0, sampleType: layout.sampleType).output
    let count = layout.batch * layout.channels * size.height * size.width
    let lie: ViewTests.Lie =
      layout.strides.channel == layout.sampleType.byteCount && layout.channels > 1 ? .pixels : .spread
    let empty = Planes<R>(channels: layout.batch * layout.channels, size: size, repeating: emptySample())
    let values = Stored(empty, batch: layout.batch, lie: lie)
    let places = Stored(
      Planes<Int64>(channels: empty.channels, size: size, repeating: -7), batch: layout.batch, lie: .backwards
    )
    try layer.pool(
      view(), into: values.mutableView(), indices: indices ? try places.mutableView() : nil,
      schedule: schedule)
    return (values.read(as: R.self, count: count), places.read(as: Int64.self, count: count))
  }

  private func emptySample<R: Sample>() -> R {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { buffer in
      buffer.initializeMemory(as: UInt8.self, repeating: 0x11)
      return buffer.load(as: R.self)
    }
  }
}
