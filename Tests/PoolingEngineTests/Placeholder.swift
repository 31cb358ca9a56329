import PoolingEngine
import Testing

@Test func workedExample() throws {
  let p = try Planes<Float>(
    channels: 1, size: Size(height: 4, width: 4), [2, 3, 4, 6, 1, 5, 8, 7, 7, 8, 6, 7, 9, 6, 5, 3])
  #expect(try Pooling(.average, over: .sliding(2))(p, as: Float.self).samples == [2.75, 6.25, 7.5, 5.25])
  #expect(try Pooling(.max, over: .sliding(2))(p, as: Float.self).samples == [5, 8, 9, 7])
  let (v, i) = try Pooling(.max, over: .sliding(3, stride: 1, padding: .all(1))).withIndices(p)
  #expect(v.samples == [5, 8, 8, 8, 8, 8, 8, 8, 9, 9, 8, 8, 9, 9, 8, 7])
  #expect(i.samples == [5, 6, 6, 6, 9, 6, 6, 6, 12, 12, 6, 6, 12, 12, 9, 11])
}
