/// The maximum as a total order over (value, index), so that the order of folding cannot decide a tie: the greater value
/// wins, among equals the smaller index.
enum IntegerWinner<Input: FixedWidthInteger & Sample>: Fold {
  static var usesIndex: Bool { true }

  @inline(__always)
  static var none: Winner<Input> { Winner(value: .min, index: Winner<Input>.noIndex) }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Winner<Input> { Winner(value: sample, index: index) }

  @inline(__always)
  static func combine(_ a: Winner<Input>, _ b: Winner<Input>) -> Winner<Input> {
    if a.value != b.value { return a.value > b.value ? a : b }
    return a.index <= b.index ? a : b
  }
}

/// The same for floats where NaN beats all, and among NaNs the larger index wins (PyTorch).
enum NaNWinsWinner<Input: BinaryFloatingPoint & Sample>: Fold {
  static var usesIndex: Bool { true }

  @inline(__always)
  static var none: Winner<Input> { Winner(value: -.infinity, index: Winner<Input>.noIndex) }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Winner<Input> { Winner(value: sample, index: index) }

  @inline(__always)
  static func combine(_ a: Winner<Input>, _ b: Winner<Input>) -> Winner<Input> {
    if a.value > b.value { return a }
    if b.value > a.value { return b }
    let (aIsNaN, bIsNaN) = (a.value != a.value, b.value != b.value)
    if aIsNaN { return bIsNaN && b.index > a.index ? b : a }
    if bIsNaN { return b }
    return a.index <= b.index ? a : b
  }
}

/// The same for floats where NaN lifts to *none*.
enum NaNSkippedWinner<Input: BinaryFloatingPoint & Sample>: Fold {
  static var usesIndex: Bool { true }

  @inline(__always)
  static var none: Winner<Input> { Winner(value: -.infinity, index: Winner<Input>.noIndex) }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Winner<Input> {
    sample != sample ? none : Winner(value: sample, index: index)
  }

  @inline(__always)
  static func combine(_ a: Winner<Input>, _ b: Winner<Input>) -> Winner<Input> {
    if a.value > b.value { return a }
    if b.value > a.value { return b }
    return a.index <= b.index ? a : b
  }
}
