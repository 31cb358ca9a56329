/// A `.safetensors` container: named arrays, little-endian, C order.
///
/// The header is checked as a whole before any array is read: length, JSON, names, types, shapes and offsets (in range,
/// matching type × shape, not overlapping).
public struct Safetensors: Sendable {
  /// The container's own names of element types, also those that cannot be read as a tensor.
  public enum ElementType: String, Hashable, Sendable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case uint16 = "U16"
    case int16 = "I16"
    case uint32 = "U32"
    case int32 = "I32"
    case uint64 = "U64"
    case int64 = "I64"
    case float8E4M3 = "F8_E4M3"
    case float8E5M2 = "F8_E5M2"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case float32 = "F32"
    case float64 = "F64"
  }

  /// One array of the container.
  public struct Entry: Hashable, Sendable {
    public let name: String
    public let elementType: ElementType
    public let shape: [Int]
    /// Where its bytes lie, from the start of the data.
    public let range: Range<Int>
  }

  /// The arrays in the order of the header.
  public var entries: [Entry] { preconditionFailure("to come") }
  /// The header's `__metadata__`.
  public var metadata: [String: String] { preconditionFailure("to come") }

  /// - Throws: ``FeatureMapError``.
  public init(_ bytes: [UInt8]) throws(FeatureMapError) { preconditionFailure("to come") }

  /// Reads one array.
  ///
  /// - Throws: ``FeatureMapError`` of kind `unsupported` for a name that is not there, an element type outside the
  ///   engine's and a rank outside 1-4.
  public func tensor(named name: String) throws(FeatureMapError) -> Tensor { preconditionFailure("to come") }
}
