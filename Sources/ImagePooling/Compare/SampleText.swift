internal import PoolingEngine

/// Samples of rows whose type is known at run time.
enum SampleText {
  /// Digits of one sample; `nan`, `inf`, `-inf`.
  static func of(_ row: [UInt8], _ place: Int, _ type: SampleType) -> String {
    func load<S: Sample>(_ type: S.Type) -> S {
      row.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place * S.type.byteCount, as: S.self) }
    }
    func float(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> String {
      value.isNaN ? "nan" : "\(value)"
    }
    return switch type {
    case .uint8: "\(load(UInt8.self))"
    case .uint16: "\(load(UInt16.self))"
    case .int8: "\(load(Int8.self))"
    case .int16: "\(load(Int16.self))"
    case .int32: "\(load(Int32.self))"
    case .int64: "\(load(Int64.self))"
    case .float16: float(load(Float16.self))
    case .float32: float(load(Float.self))
    case .float64: float(load(Double.self))
    }
  }
}
