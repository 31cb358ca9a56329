/// A sum of float32 samples in Double: 29 spare bits, so that the sum of a window rounds to float32 as the exact one does
/// but for rare ties.
enum Float32Sum: Fold {
  @inline(__always)
  static var none: Double { 0 }

  @inline(__always)
  static func lift(_ sample: Float, index: Int) -> Double { Double(sample) }

  @inline(__always)
  static func combine(_ a: Double, _ b: Double) -> Double { a + b }

  @inline(__always)
  static func weighted(_ a: Double, by weight: Int) -> Double { a * Double(weight) }
}

/// A sum of float64 samples in Double.
enum Float64Sum: Fold {
  @inline(__always)
  static var none: Double { 0 }

  @inline(__always)
  static func lift(_ sample: Double, index: Int) -> Double { sample }

  @inline(__always)
  static func combine(_ a: Double, _ b: Double) -> Double { a + b }

  @inline(__always)
  static func weighted(_ a: Double, by weight: Int) -> Double { a * Double(weight) }
}
