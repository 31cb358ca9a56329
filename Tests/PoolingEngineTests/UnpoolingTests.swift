import PoolingEngine
import TestSupport
import Testing

@Suite("Unpooling: engine against the slow reference")
struct UnpoolingTests {
  #if DEBUG
    static let rounds = isAddressSanitized ? 20 : 60
  #else
    static let rounds = 2000
  #endif

  @Test("Random values at random places of every layout", arguments: SampleType.allCases)
  func random(_ type: SampleType) throws {
    switch type {
    case .uint8: try check(UInt8.self)
    case .uint16: try check(UInt16.self)
    case .int8: try check(Int8.self)
    case .int16: try check(Int16.self)
    case .int32: try check(Int32.self)
    case .int64: try check(Int64.self)
    case .float16: try check(Float16.self)
    case .float32: try check(Float.self)
    case .float64: try check(Double.self)
    }
  }

  private func check<S: TestSample & Numeric>(_: S.Type) throws {
    for round in 0..<Self.rounds {
      var random = SeededRandom(seed: 41 &+ UInt64(round) &* 1000)
      let (batch, channels) = (random.int(1...3), random.int(1...3))
      let pooled = Size(height: random.int(1...4), width: random.int(1...4))
      let stride = Pair(random.int(1...3), random.int(1...3))
      let kernel = Pair(random.int(1...3), random.int(1...3))
      var unpooling = MaxUnpooling(
        kernel: kernel, stride: stride, dialect: random.pick([.torch, .onnx]),
        indexLayout: random.pick(IndexLayout.allCases))
      let usual = Size(
        height: (pooled.height - 1) * stride.vertical + kernel.vertical,
        width: (pooled.width - 1) * stride.horizontal + kernel.horizontal)
      let output = Size(
        height: usual.height + random.int(0...stride.vertical - 1),
        width: max(1, usual.width - random.int(0...stride.horizontal - 1)))
      unpooling.outputSize = random.chance(3) && output == usual ? nil : output
      let reference = ReferenceUnpooling(
        layout: unpooling.indexLayout, batch: batch, channels: channels, output: output)
      // Places repeat, and layouts over the whole tensor cross planes.
      var indices = Planes<Int64>(channels: batch * channels, size: pooled, repeating: 0)
      for plane in 0..<batch * channels {
        for row in 0..<pooled.height {
          for column in 0..<pooled.width {
            indices[plane, row, column] = reference.index(
              random.int(0...batch - 1), random.int(0...channels - 1), random.int(0...output.height - 1),
              random.int(0...output.width - 1))
          }
        }
      }
      let values = Planes<S>.random(.wild, channels: batch * channels, size: pooled, using: &random)
      let want = try #require(reference.unpooled(values, indices), "seed \(random.seed)")
      let got = try unpooling(values, indices: indices, channels: channels)
      let upstream = Planes<S>.random(.wild, channels: batch * channels, size: output, using: &random)
      let wantGradient = try #require(reference.gradient(indices, upstream), "seed \(random.seed)")
      let gradient = try unpooling.gradient(of: indices, upstream: upstream, channels: channels)
      if let difference = ImageDiff.first(got: got, want: want)
        ?? ImageDiff.first(got: gradient, want: wantGradient).map({ "gradient: " + $0 })
      {
        Issue.record("seed \(random.seed), \(unpooling): \(difference)")
        return
      }
    }
  }

  @Test("max, unpool and max again give the maxima, wherever windows do not share their winners")
  func roundTrip() throws {
    for round in 0..<Self.rounds {
      var random = SeededRandom(seed: 43 &+ UInt64(round) &* 1000)
      let size = Size(height: random.int(1...12), width: random.int(1...12))
      let kernel = Pair(random.int(1...min(4, size.height)), random.int(1...min(4, size.width)))
      let layer = Pooling(.max, over: .sliding(kernel))
      // Above 0, which is what unpooling fills with.
      let planes = try Planes<Float>(
        channels: 2, size: size, (0..<2 * size.height * size.width).map { _ in Float(random.int(1...9)) })
      let (values, indices) = try layer.withIndices(planes)
      let unpooled = try MaxUnpooling(kernel: kernel, outputSize: size)(values, indices: indices)
      let (again, places) = try layer.withIndices(unpooled)
      #expect(again == values && places == indices, "seed \(random.seed)")
      // Unpooling then pooling hands a gradient back to where it came from.
      let g = Planes<Float>.random(.noise, channels: 2, size: values.size, using: &random)
      let routed = try layer.gradient(of: planes, upstream: g)
      #expect(
        try MaxUnpooling(kernel: kernel, outputSize: size).gradient(of: indices, upstream: routed) == g,
        "seed \(random.seed)")
    }
  }

  /// What is refused, by which rule, and what the message says.
  static let refusals:
    [(
      reason: String, MaxUnpooling, values: Size, indices: [Int64], channels: Int?, PoolingError.Rule, String
    )] = [
      (
        "one past the plane", MaxUnpooling(kernel: 2), Size(height: 1, width: 2), [0, 8], nil, .indexRange,
        "index 8 of plane 0, row 0, column 1 is not from 0 to below 8: the unpooled planes are 4x2"
      ),
      (
        "no tap", MaxUnpooling(kernel: 2), Size(height: 2, width: 1), [0, -1], nil, .indexRange,
        "index -1 of plane 0, row 1, column 0"
      ),
      (
        "least Int64", MaxUnpooling(kernel: 2), Size(height: 1, width: 1), [.min], nil, .indexRange,
        "index -9223372036854775808"
      ),
      (
        "greatest Int64", MaxUnpooling(kernel: 2, indexLayout: .nhwcBatch), Size(height: 1, width: 1), [.max],
        nil,
        .indexRange, "is not from 0 to below 4"
      ),
      (
        "a stride above the default", MaxUnpooling(kernel: 2, outputSize: Size(height: 4, width: 2)),
        Size(height: 1, width: 1), [0], nil, .unpooledSize,
        "the vertical length 4 is not within a stride of the default: above 0 and below 4"
      ),
      (
        "a stride below the default", MaxUnpooling(kernel: 2, outputSize: Size(height: 4, width: 2)),
        Size(height: 2, width: 2), [0, 1, 2, 3], nil, .unpooledSize,
        "the horizontal length 2 is not within a stride of the default: above 2 and below 6"
      ),
      (
        "an empty plane", MaxUnpooling(kernel: 2, padding: 1), Size(height: 1, width: 1), [0], nil,
        .unpooledSize,
        "the vertical length 0 of the unpooled plane is below 1"
      ),
      (
        "no kernel", MaxUnpooling(kernel: 0, stride: 1), Size(height: 1, width: 1), [0], nil,
        .positiveParameter,
        "vertical kernel 0 must be at least 1"
      ),
      (
        "no stride", MaxUnpooling(kernel: 1, stride: Pair(1, 0)), Size(height: 1, width: 1), [0], nil,
        .positiveParameter, "horizontal stride 0 must be at least 1"
      ),
      (
        "padding below 0", MaxUnpooling(kernel: 1, padding: -1), Size(height: 1, width: 1), [0], nil,
        .paddingLimit,
        "vertical padding -1"
      ),
      (
        "a tensor beyond Int", MaxUnpooling(kernel: Pair(1 << 31 - 1, 1 << 31 - 1)),
        Size(height: 1, width: 1), [0],
        nil, .overflow, "too large"
      ),
      (
        "a product beyond the limit", MaxUnpooling(kernel: 1, stride: Pair(1 << 30, 1)),
        Size(height: 3, width: 1),
        [0, 0, 0], nil, .overflow, "goes beyond 2147483647"
      ),
      (
        "one plane is no item of two channels", MaxUnpooling(kernel: 1, indexLayout: .nhwc),
        Size(height: 1, width: 1), [0], 2, .sampleCount, "1 planes are no whole batch items of 2 channels"
      ),
      (
        "items of no channels", MaxUnpooling(kernel: 1), Size(height: 1, width: 1), [0], 0, .sampleCount,
        "no whole batch items of 0 channels"
      ),
      (
        "no unpooling there", MaxUnpooling(kernel: 1, dialect: .tensorflow), Size(height: 1, width: 1), [0],
        nil,
        .notInDialect, "tensorflow has no max unpooling"
      ),
    ]

  @Test("Refusals, before anything is written", arguments: refusals.indices)
  func refused(_ number: Int) throws {
    let (reason, unpooling, size, indices, channels, rule, message) = Self.refusals[number]
    let values = Planes<Float>(channels: 1, size: size, repeating: 1)
    let places = try Planes<Int64>(channels: 1, size: size, indices)
    let error = #expect(throws: PoolingError.self, "\(reason)") {
      try unpooling(values, indices: places, channels: channels)
    }
    #expect(
      error?.rule == rule && error?.message.contains(message) == true,
      "\(reason): \(String(describing: error))")
    #expect(throws: PoolingError.self, "\(reason), backward") {
      try unpooling.gradient(of: places, upstream: values, channels: channels)
    }
  }

  @Test("ONNX takes sizes farther off, and values and gradients of other shapes are refused")
  func shapes() throws {
    let one = Size(height: 1, width: 1)
    let values = Planes<Float>(channels: 1, size: one, repeating: 5)
    let places = try Planes<Int64>(channels: 1, size: one, [17])
    let wide = MaxUnpooling(
      kernel: 2, outputSize: Size(height: 3, width: 7), dialect: .onnx, indexLayout: .nchwBatch)
    // The flat number counts in the new shape: 17 = 2 · 7 + 3.
    #expect(try wide(values, indices: places)[0, 2, 3] == 5)
    let narrow = Planes<Float>(channels: 1, size: Size(height: 3, width: 6), repeating: 0)
    let error = #expect(throws: PoolingError.self) { try wide.gradient(of: places, upstream: narrow) }
    #expect(error?.rule == .sampleCount)
    let two = Planes<Float>(channels: 2, size: one, repeating: 5)
    #expect(throws: PoolingError.self) { try wide(two, indices: places) }
  }
}
