/// The element types of arrays that somebody else holds: those that the engine pools, and float16, which is pooled as float32
/// and rounded once on its way out. The raw value is NumPy's and PyTorch's name.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
  case uint8, uint16, int8, int16, int32, int64, float16, float32, float64

  public init(_ type: SampleType) {
    switch type {
    case .uint8: self = .uint8
    case .uint16: self = .uint16
    case .int8: self = .int8
    case .int16: self = .int16
    case .int32: self = .int32
    case .int64: self = .int64
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }

  /// What the engine takes such elements for: exactly their values.
  public var sampleType: SampleType {
    switch self {
    case .uint8: .uint8
    case .uint16: .uint16
    case .int8: .int8
    case .int16: .int16
    case .int32: .int32
    case .int64: .int64
    case .float16, .float32: .float32
    case .float64: .float64
    }
  }

  /// Bytes of one element, which are its alignment, too.
  public var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16, .float16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }
}

extension Pooling {
  /// The element type that a framework would give: ``resultType(for:)-(SampleType)``, and of float16 float16.
  public func resultType(for input: ElementType) -> ElementType {
    input == .float16 ? .float16 : ElementType(resultType(for: input.sampleType))
  }
}
