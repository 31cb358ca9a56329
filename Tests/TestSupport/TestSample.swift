public import PoolingEngine

/// An element type as the reference and the generators need it: exact arithmetic, bit patterns, special values. Written
/// without the engine's arithmetic.
public protocol TestSample: Sample {
  var isNotANumber: Bool { get }
  /// The value, if the type is an integer type.
  var exactInteger: Int128 { get }
  var asDouble: Double { get }
  /// The bits, widened with zeros.
  var bits: UInt64 { get }
  /// −∞, or the least integer.
  static var floor: Self { get }
  /// The least finite number.
  static var lowestFinite: Self { get }
  /// +∞, or the greatest integer.
  static var ceiling: Self { get }
  /// The greatest finite number.
  static var greatestFinite: Self { get }
  /// A number rounded half to even and clamped into the type.
  static func clamping(_ value: Double) -> Self
  /// The exact quotient in this type: floats `Self(Double(sum) / Double(divisor))`, integers rounded once and clamped.
  /// Says whether it was clamped.
  static func quotient(_ sum: Int128, _ divisor: Int128, rounding: Rounding) -> (value: Self, clamped: Bool)
  /// A quotient that is a float already, rounded once into this type and clamped; NaN is the one NaN, in integers 0.
  static func rounding(_ value: Double, _ rounding: Rounding) -> (value: Self, clamped: Bool)
  static func random(_ kind: SampleKind, using random: inout SeededRandom) -> Self
}

extension TestSample where Self: FixedWidthInteger {
  public var isNotANumber: Bool { false }
  public var exactInteger: Int128 { Int128(self) }
  public var asDouble: Double { Double(self) }
  public var bits: UInt64 { UInt64(truncatingIfNeeded: self) }
  public static var floor: Self { .min }
  public static var lowestFinite: Self { .min }
  public static var ceiling: Self { .max }
  public static var greatestFinite: Self { .max }

  public static func clamping(_ value: Double) -> Self { rounding(value, .halfEven).value }

  public static func quotient(
    _ sum: Int128, _ divisor: Int128, rounding: Rounding
  ) -> (value: Self, clamped: Bool) {
    // ⌊sum / divisor⌋ and the rest, with a positive divisor.
    let (sum, divisor) = divisor < 0 ? (-sum, -divisor) : (sum, divisor)
    var quotient = sum / divisor
    if sum % divisor < 0 { quotient -= 1 }
    let rest = sum - quotient * divisor
    let up: Bool
    switch rounding {
    case .down: up = false
    case .halfUp: up = 2 * rest >= divisor
    case .halfEven: up = 2 * rest > divisor || (2 * rest == divisor && quotient % 2 != 0)
    }
    if up { quotient += 1 }
    if quotient < Int128(Self.min) { return (.min, true) }
    if quotient > Int128(Self.max) { return (.max, true) }
    return (Self(quotient), false)
  }

  public static func rounding(_ value: Double, _ rounding: Rounding) -> (value: Self, clamped: Bool) {
    if value.isNaN { return (0, true) }
    let rounded: Double
    switch rounding {
    case .down: rounded = value.rounded(.down)
    case .halfEven: rounded = value.rounded(.toNearestOrEven)
    case .halfUp:
      let below = value.rounded(.down)
      rounded = value - below >= 0.5 ? below + 1 : below
    }
    if let exact = Self(exactly: rounded) { return (exact, false) }
    return (rounded < 0 ? .min : .max, true)
  }
}

extension TestSample where Self: BinaryFloatingPoint {
  public var isNotANumber: Bool { isNaN }
  public var exactInteger: Int128 { preconditionFailure("floats have no exact sums") }
  public var asDouble: Double { Double(self) }
  public static var floor: Self { -.infinity }
  public static var lowestFinite: Self { -.greatestFiniteMagnitude }
  public static var ceiling: Self { .infinity }
  public static var greatestFinite: Self { .greatestFiniteMagnitude }
  public static func clamping(_ value: Double) -> Self { Self(value) }

  public static func quotient(
    _ sum: Int128, _ divisor: Int128, rounding: Rounding
  ) -> (value: Self, clamped: Bool) {
    (Self(Double(sum) / Double(divisor)), false)
  }

  public static func rounding(_ value: Double, _ rounding: Rounding) -> (value: Self, clamped: Bool) {
    (value.isNaN ? .nan : Self(value), false)
  }
}

extension UInt8: TestSample {}
extension UInt16: TestSample {}
extension Int8: TestSample {}
extension Int16: TestSample {}
extension Int32: TestSample {}
extension Int64: TestSample {}
extension Float16: TestSample { public var bits: UInt64 { UInt64(bitPattern) } }
extension Float: TestSample { public var bits: UInt64 { UInt64(bitPattern) } }
extension Double: TestSample { public var bits: UInt64 { bitPattern } }

extension SampleType {
  /// The Swift type, to be opened by a generic function.
  public var testType: any TestSample.Type {
    switch self {
    case .uint8: UInt8.self
    case .uint16: UInt16.self
    case .int8: Int8.self
    case .int16: Int16.self
    case .int32: Int32.self
    case .int64: Int64.self
    case .float16: Float16.self
    case .float32: Float.self
    case .float64: Double.self
    }
  }
}
