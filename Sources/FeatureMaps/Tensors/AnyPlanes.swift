public import PoolingEngine

/// Planes whose element type is known at run time only.
public enum AnyPlanes: Sendable, Equatable {
  case uint8(Planes<UInt8>)
  case uint16(Planes<UInt16>)
  case int8(Planes<Int8>)
  case int16(Planes<Int16>)
  case int32(Planes<Int32>)
  case int64(Planes<Int64>)
  case float16(Planes<Float16>)
  case float32(Planes<Float>)
  case float64(Planes<Double>)

  /// Wraps planes of any element type.
  public init<S: Sample>(_ planes: Planes<S>) {
    switch planes {
    case let planes as Planes<UInt8>: self = .uint8(planes)
    case let planes as Planes<UInt16>: self = .uint16(planes)
    case let planes as Planes<Int8>: self = .int8(planes)
    case let planes as Planes<Int16>: self = .int16(planes)
    case let planes as Planes<Int32>: self = .int32(planes)
    case let planes as Planes<Int64>: self = .int64(planes)
    case let planes as Planes<Float16>: self = .float16(planes)
    case let planes as Planes<Float>: self = .float32(planes)
    case let planes as Planes<Double>: self = .float64(planes)
    default: preconditionFailure("no such element type: \(S.self)")
    }
  }

  /// Calls the visitor with the planes in their element type.
  public func accept<V: PlanesVisitor>(_ visitor: inout V) throws(V.Failure) -> V.Output {
    switch self {
    case .uint8(let planes): try visitor.visit(planes)
    case .uint16(let planes): try visitor.visit(planes)
    case .int8(let planes): try visitor.visit(planes)
    case .int16(let planes): try visitor.visit(planes)
    case .int32(let planes): try visitor.visit(planes)
    case .int64(let planes): try visitor.visit(planes)
    case .float16(let planes): try visitor.visit(planes)
    case .float32(let planes): try visitor.visit(planes)
    case .float64(let planes): try visitor.visit(planes)
    }
  }

  public var sampleType: SampleType {
    switch self {
    case .uint8: .uint8
    case .uint16: .uint16
    case .int8: .int8
    case .int16: .int16
    case .int32: .int32
    case .int64: .int64
    case .float16: .float16
    case .float32: .float32
    case .float64: .float64
    }
  }

  /// The number of planes.
  public var channels: Int { extent.channels }
  /// Rows and columns of each.
  public var size: Size { extent.size }

  private var extent: (channels: Int, size: Size) {
    switch self {
    case .uint8(let planes): (planes.channels, planes.size)
    case .uint16(let planes): (planes.channels, planes.size)
    case .int8(let planes): (planes.channels, planes.size)
    case .int16(let planes): (planes.channels, planes.size)
    case .int32(let planes): (planes.channels, planes.size)
    case .int64(let planes): (planes.channels, planes.size)
    case .float16(let planes): (planes.channels, planes.size)
    case .float32(let planes): (planes.channels, planes.size)
    case .float64(let planes): (planes.channels, planes.size)
    }
  }

  /// The samples' bytes in native order, plane after plane.
  func withBytes<T, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T {
    switch self {
    case .uint8(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .uint16(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .int8(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .int16(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .int32(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .int64(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .float16(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .float32(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    case .float64(let planes): try planes.samples.span.bytes.withUnsafeBytes(body)
    }
  }
}
