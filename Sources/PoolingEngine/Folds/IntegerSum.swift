/// An exact sum of integers, in an accumulator that the plan has proved wide enough; sums of int64 in 64 bits wrap, as
/// PyTorch's do.
enum IntegerSum<Input: FixedWidthInteger & Sample, Accumulator: FixedWidthInteger & BitwiseCopyable>: Fold {
  @inline(__always)
  static var none: Accumulator { 0 }
  @inline(__always)
  static var weighsExactly: Bool { true }

  @inline(__always)
  static func lift(_ sample: Input, index: Int) -> Accumulator { Accumulator(truncatingIfNeeded: sample) }

  @inline(__always)
  static func combine(_ a: Accumulator, _ b: Accumulator) -> Accumulator { a &+ b }

  @inline(__always)
  static func weighted(_ a: Accumulator, by weight: Int) -> Accumulator {
    a &* Accumulator(truncatingIfNeeded: weight)
  }
}
