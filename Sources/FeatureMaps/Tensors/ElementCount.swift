/// Products of sizes that nobody has vouched for.
enum ElementCount {
  /// The product, or nil if a factor is negative or the product overflows.
  static func product(of factors: some Sequence<Int>) -> Int? {
    var product = 1
    var isZero = false
    for factor in factors {
      guard factor >= 0 else { return nil }
      // A zero makes the product zero, but must not hide an overflow of the other factors.
      guard factor > 0 else {
        isZero = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      product = next
    }
    return isZero ? 0 : product
  }
}
