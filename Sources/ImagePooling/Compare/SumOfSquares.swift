internal import PoolingEngine

/// A sum of squares whose root is right where squares leave the range of Double: large and small numbers are scaled by powers of two
/// and summed apart (J. L. Blue, ACM Transactions on Mathematical Software 4, 1978).
struct SumOfSquares {
  private static let high = 0x1p500
  private static let low = 0x1p-500
  private static let shrink = 0x1p-600
  private static let grow = 0x1p600

  /// Of what lies between ``low`` and ``high``; of what is above, times ``shrink`` squared; of what is below, times ``grow`` squared.
  private var middle = 0.0
  private var large = 0.0
  private var small = 0.0

  mutating func add(_ number: Double) {
    if number < Self.low {
      small += (number * Self.grow) * (number * Self.grow)
    } else if number > Self.high {
      large += (number * Self.shrink) * (number * Self.shrink)
    } else {
      middle += number * number
    }
  }

  /// Adds squares that were summed elsewhere.
  mutating func add(squares: Double) { middle += squares }

  mutating func add(_ other: SumOfSquares) {
    middle += other.middle
    large += other.large
    small += other.small
  }

  /// √(sum / count); 0 for a count of 0.
  func rootMean(of count: Int) -> Double {
    guard count > 0 else { return 0 }
    let count = Double(count)
    if large > 0 {
      return ((large + middle * Self.shrink * Self.shrink) / count).squareRoot() / Self.shrink
    }
    if middle > 0 {
      // What is small is below 2⁻¹⁰⁰⁰ of this, unless this is small, too.
      let scaled = middle < 0x1p-900 ? middle * Self.grow * Self.grow + small : middle
      return middle < 0x1p-900 ? (scaled / count).squareRoot() / Self.grow : (scaled / count).squareRoot()
    }
    return (small / count).squareRoot() / Self.grow
  }
}
