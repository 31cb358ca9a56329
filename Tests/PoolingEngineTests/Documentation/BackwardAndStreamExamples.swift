import PoolingEngine
import Testing

/// The examples of the articles on gradients, windows and streams, word for word.
struct BackwardAndStreamExamples {
  @Test func unpooling1() throws {
    // docs
    let planes = try Planes<Float>(channels: 1, size: Size(height: 2, width: 4), [1, 5, 2, 0, 3, 4, 8, 7])
    let (values, places) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
    let unpooling = MaxUnpooling(kernel: 2)
    let sparse = try unpooling(values, indices: places)
    // sparse.samples == [0, 5, 0, 0, 0, 0, 8, 0]
    let back = try unpooling.gradient(of: places, upstream: planes)
    // back.samples == [5, 8]
    // end
    #expect(sparse.samples == [0, 5, 0, 0, 0, 0, 8, 0])
    #expect(back.samples == [5, 8])
  }

  @Test func gradients1() throws {
    // docs
    let planes = try Planes<Float>(channels: 1, size: Size(height: 1, width: 4), [1, 7, 7, 2])
    let windows = Windowing.sliding(Pair(1, 3), stride: 1)
    let ones = Planes<Float>(channels: 1, size: Size(height: 1, width: 2), repeating: 1)
    let routed = try Pooling(.max, over: windows).gradient(of: planes, upstream: ones)
    // routed.samples == [0, 2, 0, 0]
    let shared = try Pooling(.sum, over: windows).gradient(of: planes, upstream: ones)
    // shared.samples == [1, 2, 2, 1]
    // end
    #expect(routed.samples == [0, 2, 0, 0])
    #expect(shared.samples == [1, 2, 2, 1])
  }

  @Test func gradients2() throws {
    // docs
    let planes = try Planes<Double>(channels: 1, size: Size(height: 1, width: 2), [0, 4])
    let logits = Planes<Double>(channels: 1, size: planes.size, repeating: 0)
    let one = Planes<Double>(channels: 1, size: Size(height: 1, width: 1), repeating: 1)
    let attention = Pooling(.attention(), over: .global)
    let (input, slopes) = try attention.gradients(of: planes, logits: logits, upstream: one)
    // input.samples == [0.5, 0.5]
    // slopes.samples == [-1, 1]
    // end
    #expect(input.samples == [0.5, 0.5])
    #expect(slopes.samples == [-1, 1])
  }

  @Test func windowsAndDialects1() throws {
    // docs
    let layer = Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1), ceilMode: true))
    let geometry = try layer.geometry(of: Size(height: 6, width: 6))
    // geometry.output == Size(height: 4, width: 4)
    let last = geometry.rows[3]
    // last.tapCount == 1
    // last.paddingTaps == 1
    // last.overhangTaps == 1
    // end
    #expect(geometry.output == Size(height: 4, width: 4))
    #expect(last.tapCount == 1)
    #expect(last.paddingTaps == 1)
    #expect(last.overhangTaps == 1)
  }

  @Test func windowsAndDialects2() throws {
    // docs
    let dilated = Pooling(.average, over: .sliding(2, stride: 1, dilation: 2))
    var refusal: PoolingError?
    do {
      _ = try dilated.geometry(of: Size(height: 8, width: 8))
    } catch {
      refusal = error
    }
    // refusal?.rule == .notInDialect
    // refusal?.acceptedBy == [.tensorflow, .onnx]
    // end
    #expect(refusal?.rule == .notInDialect)
    #expect(refusal?.acceptedBy == [.tensorflow, .onnx])
  }

  @Test func chainsAndStreams1() throws {
    // docs
    let planes = try Planes<Float>(
      channels: 1, size: Size(height: 4, width: 4), (0..<16).map(Float.init))
    let sink = PlanesSink<Float>()
    try PlanesSource(planes)
      .pooled(by: Pooling(.max, over: .sliding(2)))
      .pool(by: Pooling(.average, over: .sliding(2)), into: [.values(as: .float32, into: sink)])
    let chained = try sink.planes()
    // chained.samples == [10]
    // end
    #expect(chained.samples == [10])
  }
}
