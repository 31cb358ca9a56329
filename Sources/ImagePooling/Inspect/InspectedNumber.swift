public import PoolingEngine

/// A number of an inspection, in a form that says it exactly.
public enum InspectedNumber: Equatable, Sendable {
  case integer(Int128)
  /// Numerator over denominator, as they came about: not reduced. The denominator is not 0.
  case quotient(Int128, Int128)
  /// A number of a floating-point element type, which decides how many digits it takes to write it.
  case real(Double, SampleType)

  /// The nearest Double; of a quotient the quotient of the nearest Doubles.
  public var value: Double {
    switch self {
    case .integer(let number): Double(number)
    case .quotient(let numerator, let denominator): Double(numerator) / Double(denominator)
    case .real(let number, _): number
    }
  }

  /// The same number, bit for bit where it is a float; one NaN is as good as another.
  public func isSame(as other: InspectedNumber) -> Bool {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a == b
    case (.quotient(let a, let b), .quotient(let c, let d)): a == c && b == d
    case (.real(let a, _), .real(let b, _)): a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
    default: false
    }
  }
}

extension InspectedNumber: CustomStringConvertible {
  /// An integer's digits, `17/6 = 2.8333333333333335`, or the shortest digits that read back to the same float.
  public var description: String {
    switch self {
    case .integer(let number): "\(number)"
    case .quotient(let numerator, let denominator):
      "\(numerator)/\(denominator) = "
        + (numerator % denominator == 0 ? "\(numerator / denominator)" : "\(value)")
    case .real(let number, let type): Self.digits(number, type)
    }
  }

  static func digits(_ number: Double, _ type: SampleType) -> String {
    if number.isNaN { return "nan" }
    switch type {
    case .float16: return Float16(number).description
    case .float32: return Float(number).description
    default: return number.description
    }
  }
}

// What becomes of an exact number at the end of a pooling.
extension InspectedNumber {
  /// This number as one of a floating-point type, rounded to nearest.
  func converted(to type: SampleType) -> InspectedNumber {
    if value.isNaN { return .real(.nan, type) }
    switch type {
    case .float16: return .real(Double(Float16(value)), type)
    case .float32: return .real(Double(Float(value)), type)
    default: return .real(value, type)
    }
  }

  /// This number as an integer of that type: rounded once, then clamped; NaN becomes 0.
  func rounded(_ rounding: Rounding, to type: SampleType) -> Int128 {
    let range = Self.range(of: type)
    let whole: Int128
    switch self {
    case .integer(let number): whole = number
    case .quotient(let numerator, let denominator):
      whole = Self.rounded(numerator, over: denominator, rounding)
    case .real(let number, _):
      guard number == number else { return 0 }
      let rounded = Self.rounded(number, rounding)
      if rounded >= 0x1p126 { return range.upperBound }
      if rounded <= -0x1p126 { return range.lowerBound }
      whole = Int128(rounded)
    }
    return min(max(whole, range.lowerBound), range.upperBound)
  }

  private static func rounded(_ numerator: Int128, over denominator: Int128, _ rounding: Rounding) -> Int128 {
    let (n, d) = denominator < 0 ? (0 - numerator, 0 - denominator) : (numerator, denominator)
    let below = n / d - (n % d < 0 ? 1 : 0)
    let twiceTheRest = 2 * (n - below * d)
    switch rounding {
    case .down: return below
    case .halfUp: return twiceTheRest >= d ? below + 1 : below
    case .halfEven:
      return twiceTheRest > d || (twiceTheRest == d && below % 2 != 0) ? below + 1 : below
    }
  }

  private static func rounded(_ number: Double, _ rounding: Rounding) -> Double {
    let below = number.rounded(.down)
    switch rounding {
    case .down: return below
    case .halfUp: return number - below >= 0.5 ? below + 1 : below
    case .halfEven: return number.rounded(.toNearestOrEven)
    }
  }

  /// What a constant border holds among samples of that type.
  static func filling(_ value: Double, _ type: SampleType) -> InspectedNumber {
    let number = InspectedNumber.real(value, .float64)
    return type.isFloatingPoint ? number.converted(to: type) : .integer(number.rounded(.halfEven, to: type))
  }

  /// The integers of an element type.
  static func range(of type: SampleType) -> ClosedRange<Int128> {
    switch type {
    case .uint8: 0...255
    case .uint16: 0...65535
    case .int8: -128...127
    case .int16: -32768...32767
    case .int32: Int128(Int32.min)...Int128(Int32.max)
    case .int64, .float16, .float32, .float64: Int128(Int64.min)...Int128(Int64.max)
    }
  }

  /// The greatest finite number of a floating-point type.
  static func greatestFinite(of type: SampleType) -> Double {
    switch type {
    case .float16: Double(Float16.greatestFiniteMagnitude)
    case .float32: Double(Float.greatestFiniteMagnitude)
    default: .greatestFiniteMagnitude
    }
  }
}
