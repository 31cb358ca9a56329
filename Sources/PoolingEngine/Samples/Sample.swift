/// One number of a plane: an element type that the engine can pool.
///
/// The conforming types are exactly those of ``SampleType``; do not conform others.
public protocol Sample: BitwiseCopyable, Sendable, Comparable {
  static var type: SampleType { get }
}

extension UInt8: Sample { public static var type: SampleType { .uint8 } }
extension UInt16: Sample { public static var type: SampleType { .uint16 } }
extension Int8: Sample { public static var type: SampleType { .int8 } }
extension Int16: Sample { public static var type: SampleType { .int16 } }
extension Int32: Sample { public static var type: SampleType { .int32 } }
extension Int64: Sample { public static var type: SampleType { .int64 } }
extension Float16: Sample { public static var type: SampleType { .float16 } }
extension Float: Sample { public static var type: SampleType { .float32 } }
extension Double: Sample { public static var type: SampleType { .float64 } }
