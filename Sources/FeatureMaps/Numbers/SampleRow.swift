internal import PoolingEngine

/// Samples in memory, whose type is known at run time: one channel of interleaved pixels, or (`stride` 1) of a plane.
struct SampleRow {
  let bytes: UnsafeRawBufferPointer
  let type: SampleType
  /// The first sample's place, in samples.
  var first = 0
  /// Samples from one to the next.
  var stride = 1

  /// The number of samples.
  var count: Int {
    let samples = bytes.count / type.byteCount
    return samples > first ? (samples - first + stride - 1) / stride : 0
  }

  /// Something to be done with the samples in their own type.
  protocol Visitor {
    mutating func visit<S: DumpSample>(_ sample: (Int) -> S, count: Int)
  }

  /// Hands the samples to the visitor.
  func accept<V: Visitor>(_ visitor: inout V) {
    switch type {
    case .uint8: accept(&visitor, as: UInt8.self)
    case .uint16: accept(&visitor, as: UInt16.self)
    case .int8: accept(&visitor, as: Int8.self)
    case .int16: accept(&visitor, as: Int16.self)
    case .int32: accept(&visitor, as: Int32.self)
    case .int64: accept(&visitor, as: Int64.self)
    case .float16: accept(&visitor, as: Float16.self)
    case .float32: accept(&visitor, as: Float.self)
    case .float64: accept(&visitor, as: Double.self)
    }
  }

  private func accept<V: Visitor, S: DumpSample>(_ visitor: inout V, as type: S.Type) {
    let (bytes, first, stride) = (bytes, first, stride)
    visitor.visit(
      { bytes.loadUnaligned(fromByteOffset: (first + $0 * stride) * S.type.byteCount, as: S.self) },
      count: count)
  }
}
