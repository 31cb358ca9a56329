/// A reduction as lift → combine: the part of it that folds. `combine` is associative and, in the values it gives,
/// commutative, so windows may be folded rows first and in blocks. Finishing is a ``Finisher``'s work.
///
/// Conformances are stateless; row loops are generic over them and specialised in this module.
protocol Fold {
  associatedtype Input: BitwiseCopyable
  associatedtype Accumulator: BitwiseCopyable

  /// What a window without taps accumulates.
  static var none: Accumulator { get }
  /// Whether `lift` looks at `index`; if not, row loops run over samples without counting pixels.
  static var usesIndex: Bool { get }

  static func lift(_ sample: Input, index: Int) -> Accumulator
  static func combine(_ a: Accumulator, _ b: Accumulator) -> Accumulator
  /// The accumulator of a tap that counts `weight` times.
  static func weighted(_ a: Accumulator, by weight: Int) -> Accumulator
  /// Whether weighing what taps combine to is exactly combining weighed taps, so that equal weights need one product.
  static var weighsExactly: Bool { get }
}

extension Fold {
  static var usesIndex: Bool { false }
  static var weighsExactly: Bool { false }

  /// A tap that counts several times changes no extremum.
  @inline(__always)
  static func weighted(_ a: Accumulator, by weight: Int) -> Accumulator { a }
}
