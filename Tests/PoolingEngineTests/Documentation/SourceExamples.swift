import PoolingEngine
import Testing

/// The examples beside declarations, word for word.
struct SourceExamples {
  private let planes: Planes<Float>

  init() throws {
    planes = try Planes(channels: 1, size: Size(height: 4, width: 4), (0..<16).map(Float.init))
  }

  @Test func aLayer() throws {
    // docs
    let layer = Pooling(.average(countIncludePad: false), over: .sliding(3, stride: 2, padding: .all(1)))
    let pooled = try layer(planes, as: Float.self)
    // end
    #expect(pooled.samples == [2.5, 4, 8.5, 10])
  }

  @Test func anUnpooling() throws {
    // docs
    let (values, indices) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
    let sparse = try MaxUnpooling(kernel: 2, outputSize: planes.size)(values, indices: indices)
    // end
    #expect(sparse.samples.filter { $0 > 0 } == [5, 7, 13, 15])
    #expect(sparse.size == planes.size)
  }
}
