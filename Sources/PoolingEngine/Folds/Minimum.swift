/// The least of integers.
enum IntegerMinimum<Input: FixedWidthInteger & Sample>: Fold {
  @inline(__always)
  static var none: Input { .max }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Input { sample }

  @inline(__always)
  static func combine(_ a: Input, _ b: Input) -> Input { a < b ? a : b }
}

/// A max of −x: the negated min, under whatever rules `Base` has for NaN, ties and places.
enum Negated<Base: Fold>: Fold where Base.Input: BinaryFloatingPoint {
  static var usesIndex: Bool { Base.usesIndex }

  @inline(__always)
  static var none: Base.Accumulator { Base.none }

  @inline(__always)
  static func lift(_ sample: Base.Input, index: Int) -> Base.Accumulator { Base.lift(-sample, index: index) }

  @inline(__always)
  static func combine(_ a: Base.Accumulator, _ b: Base.Accumulator) -> Base.Accumulator { Base.combine(a, b) }
}

/// A max of ~x, whose order is that of −x without its overflow.
enum Complemented<Base: Fold>: Fold where Base.Input: FixedWidthInteger {
  static var usesIndex: Bool { Base.usesIndex }

  @inline(__always)
  static var none: Base.Accumulator { Base.none }

  @inline(__always)
  static func lift(_ sample: Base.Input, index: Int) -> Base.Accumulator { Base.lift(~sample, index: index) }

  @inline(__always)
  static func combine(_ a: Base.Accumulator, _ b: Base.Accumulator) -> Base.Accumulator { Base.combine(a, b) }
}
