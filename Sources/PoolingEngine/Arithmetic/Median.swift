/// The middle of some numbers by selection (Hoare's FIND, 1961): linear on average.
enum Median {
  /// What `mean` makes of the middle two numbers, which are the same one of an odd number of them; nil if one of them is
  /// NaN or there are none. Leaves `numbers` in another order.
  static func median<V: Sample, M>(_ numbers: inout [V], _ mean: (V, V) -> M) -> M? {
    // NaN is the one number that differs from itself.
    guard !numbers.isEmpty, numbers.allSatisfy({ $0 == $0 }) else { return nil }
    let middle = numbers.count / 2
    let upper = select(middle, of: &numbers)
    guard numbers.count % 2 == 0 else { return mean(upper, upper) }
    // All before the middle are no greater.
    var lower = numbers[0]
    for number in numbers[..<middle] where number > lower { lower = number }
    return mean(lower, upper)
  }

  /// The number that would stand at `place` in order; smaller ones end up before it.
  private static func select<V: Sample>(_ place: Int, of numbers: inout [V]) -> V {
    var (low, high) = (0, numbers.count - 1)
    while low < high {
      let pivot = medianOfThree(numbers[low], numbers[low + (high - low) / 2], numbers[high])
      var (left, right) = (low, high)
      while left <= right {
        while numbers[left] < pivot { left += 1 }
        while pivot < numbers[right] { right -= 1 }
        if left <= right {
          numbers.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        break
      }
    }
    return numbers[place]
  }

  private static func medianOfThree<V: Sample>(_ a: V, _ b: V, _ c: V) -> V {
    let (low, high) = a < b ? (a, b) : (b, a)
    return c < low ? low : c > high ? high : c
  }
}
