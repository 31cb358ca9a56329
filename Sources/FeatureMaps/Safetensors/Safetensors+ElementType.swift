internal import PoolingEngine

extension Safetensors {
  /// The container's own names of element types, also of those that cannot be read as a ``Tensor``.
  public enum ElementType: String, Hashable, Sendable, CaseIterable {
    case bool = "BOOL"
    case float4 = "F4"
    case float6E2M3 = "F6_E2M3"
    case float6E3M2 = "F6_E3M2"
    case uint8 = "U8"
    case int8 = "I8"
    case float8E4M3 = "F8_E4M3"
    case float8E5M2 = "F8_E5M2"
    case float8E8M0 = "F8_E8M0"
    case uint16 = "U16"
    case int16 = "I16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case uint32 = "U32"
    case int32 = "I32"
    case float32 = "F32"
    case uint64 = "U64"
    case int64 = "I64"
    case float64 = "F64"
    case complex64 = "C64"

    /// Bits of one element.
    public var bitCount: Int {
      switch self {
      case .float4: 4
      case .float6E2M3, .float6E3M2: 6
      case .bool, .uint8, .int8, .float8E4M3, .float8E5M2, .float8E8M0: 8
      case .uint16, .int16, .float16, .bfloat16: 16
      case .uint32, .int32, .float32: 32
      case .uint64, .int64, .float64, .complex64: 64
      }
    }

    /// The container's name of one of the engine's types.
    init(_ type: SampleType) {
      self =
        switch type {
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

    /// The engine's type of the same numbers, if it has one.
    var sampleType: SampleType? {
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
      default: nil
      }
    }
  }
}
