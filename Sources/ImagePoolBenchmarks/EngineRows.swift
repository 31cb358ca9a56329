import PoolingEngine

/// The engine on planes in memory, one thread: 3 planes of 12 megapixels. Every result is compared with a slow loop before it is timed.
struct EngineRows {
  private let options: Options
  private let size = Size(height: 3000, width: 4000)
  private let channels = 3
  private let schedule = Schedule(threads: 1)

  init(_ options: Options) { self.options = options }

  func measured() throws -> [BenchmarkRow] { try bytes() + floats() }

  // MARK: uint8

  private func bytes() throws -> [BenchmarkRow] {
    var generator = SplitMix64(seed: 1)
    let count = channels * size.height * size.width
    let planes = try Planes(channels: channels, size: size, generator.bytes(count))
    let maximum = Pooling(.max, over: .sliding(2))
    let average = Pooling(.average, over: .sliding(8))

    let pooled = try maximum(planes, as: UInt8.self, schedule: schedule)
    try SlowPooling.check(pooled, of: planes, kernel: 2, stride: 2, name: "max 2x2") { window in
      window.max() ?? 0
    }
    let means = try average(planes, as: UInt8.self, schedule: schedule)
    try SlowPooling.check(means, of: planes, kernel: 8, stride: 8, name: "average 8x8") { window in
      UInt8((Double(window.reduce(0) { $0 + Int($1) }) / Double(window.count)).rounded(.toNearestOrEven))
    }

    let times = try Timing.alternating(
      rounds: options.rounds,
      [
        { blackHole(readOnce(planes.samples)) },
        { blackHole(try maximum(planes, as: UInt8.self, schedule: schedule)) },
        { blackHole(try average(planes, as: UInt8.self, schedule: schedule)) },
      ])
    let (read, max2, average8) = (times[0], times[1], times[2])
    let rate = { (timing: Timing) in "\((Double(count) / timing.median / 1e9).short) GB/s" }
    var rows = [
      BenchmarkRow(
        "engine, uint8 max 2x2, 12 MP x 3, one thread", unit: "x reading the planes", budget: .atMost(2),
        value: max2.median / read.median,
        note:
          "medians \((max2.median * 1e3).short) ms (\(rate(max2))) and \((read.median * 1e3).short) ms (\(rate(read)))",
        timings: ["engine": max2, "read": read])
    ]
    rows.append(besidePyTorch(planes, pooled, max2))
    rows.append(
      BenchmarkRow(
        "engine, uint8 average 8x8, 12 MP x 3, one thread", unit: "x reading the planes", budget: nil,
        value: average8.median / read.median,
        note: "median \((average8.median * 1e3).short) ms (\(rate(average8)))",
        timings: ["engine": average8, "read": read]))
    return rows
  }

  private func besidePyTorch(_ planes: Planes<UInt8>, _ pooled: Planes<UInt8>, _ ours: Timing) -> BenchmarkRow
  {
    let name = "the same beside PyTorch, one thread"
    do {
      let peer = try TorchPeer(options).maxPool(planes, kernel: 2, stride: 2, rounds: options.rounds)
      guard peer.crc32 == CRC32.of(pooled.samples) else {
        throw BenchmarkError("PyTorch's result differs from ours")
      }
      var timings = ["engine": ours, "torch": peer.timing]
      timings["torch channels_last"] = peer.channelsLast
      let layout = peer.channelsLast.map { " (channels last \(($0.median * 1e3).short) ms)" } ?? ""
      return BenchmarkRow(
        name, unit: "x faster", budget: .atLeast(20), value: peer.timing.median / ours.median,
        note:
          "PyTorch \(peer.version): median \((peer.timing.median * 1e3).short) ms\(layout), same samples",
        timings: timings)
    } catch {
      return BenchmarkRow(name, unit: "x faster", budget: .atLeast(20), notMeasured: "\(error)")
    }
  }

  // MARK: float32

  private func floats() throws -> [BenchmarkRow] {
    var generator = SplitMix64(seed: 2)
    let count = channels * size.height * size.width
    let planes = try Planes(
      channels: channels, size: size, generator.bytes(count).map { Float($0) + Float($0 &* 37) / 256 })
    var rows: [BenchmarkRow] = []
    for reduction in [Reduction.average, .max] {
      let layers = [3, 15].map { side in
        (side, Pooling(reduction, over: .sliding(Pair(side, side), stride: 1)))
      }
      for (side, layer) in layers {
        let pooled = try layer(planes, as: Float.self, schedule: schedule)
        try SlowPooling.check(
          pooled, of: planes, kernel: side, stride: 1, name: "\(reduction) \(side)x\(side)"
        ) { window in
          reduction == .max
            ? window.max() ?? 0 : Float(window.reduce(0) { $0 + Double($1) } / Double(window.count))
        }
      }
      let times = try Timing.alternating(
        rounds: max(3, options.rounds / 2),
        layers.map { (_, layer) in { blackHole(try layer(planes, as: Float.self, schedule: schedule)) } })
      let rate = { (timing: Timing) in "\((Double(count * 4) / timing.median / 1e9).short) GB/s" }
      rows.append(
        BenchmarkRow(
          "engine, float32 \(reduction) 15x15 stride 1, 12 MP x 3, one thread", unit: "x its 3x3",
          budget: .atMost(2),
          value: times[1].median / times[0].median,
          note:
            "medians \((times[1].median * 1e3).short) ms (\(rate(times[1]))) and \((times[0].median * 1e3).short) ms (\(rate(times[0])))",
          timings: ["15x15": times[1], "3x3": times[0]]))
    }
    return rows
  }
}

/// Reads every byte once: a sum over 64-bit words.
@inline(never)
private func readOnce(_ samples: [UInt8]) -> UInt64 {
  samples.withUnsafeBytes { raw in
    let words = raw.count / 8
    var sum: UInt64 = 0
    for word in 0..<words { sum &+= raw.loadUnaligned(fromByteOffset: word &* 8, as: UInt64.self) }
    return sum
  }
}
