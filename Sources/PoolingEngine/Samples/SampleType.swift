/// The element types that the engine pools. The raw value is NumPy's and PyTorch's name of the type.
public enum SampleType: String, Hashable, Sendable, CaseIterable {
  case uint8, uint16, int8, int16, int32, int64, float16, float32, float64

  /// Bytes of one sample in memory.
  public var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16, .float16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }

  public var isFloatingPoint: Bool { self == .float16 || self == .float32 || self == .float64 }
}
