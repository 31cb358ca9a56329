/// The greatest of integers.
enum IntegerMaximum<Input: FixedWidthInteger & Sample>: Fold {
  @inline(__always)
  static var none: Input { .min }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Input { sample }

  @inline(__always)
  static func combine(_ a: Input, _ b: Input) -> Input { a > b ? a : b }
}

/// The greatest of floats where NaN beats every number (PyTorch). Right for every value but the sign of a zero: windows
/// that hold both zeros need ``WinnerFold``, see `VerticalFold.promote`.
enum NaNWinsMaximum<Input: BinaryFloatingPoint & Sample>: Fold {
  @inline(__always)
  static var none: Input { -.infinity }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Input { sample }

  @inline(__always)
  static func combine(_ a: Input, _ b: Input) -> Input { b > a || b != b ? b : a }
}

/// The greatest of floats where NaN is passed over, from −∞.
enum NaNSkippedMaximum<Input: BinaryFloatingPoint & Sample>: Fold {
  @inline(__always)
  static var none: Input { -.infinity }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Input { sample > -.infinity ? sample : -.infinity }

  @inline(__always)
  static func combine(_ a: Input, _ b: Input) -> Input { b > a ? b : a }
}
