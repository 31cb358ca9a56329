/// Sums of Doubles in twice Double's precision.
enum ExactSum {
  /// The sum, rounded to Double; from +0, so that zeros of either sign add up to +0. What is not finite is added as it comes.
  static func of(_ terms: [Double]) -> Double {
    let plain = terms.reduce(0, +)
    guard plain.isFinite else { return plain }
    var (sum, rest) = (0.0, 0.0)
    for term in terms {
      // Knuth's TwoSum: `next` and `error` are the exact sum of `sum` and `term`.
      let next = sum + term
      let part = next - sum
      let error = (sum - (next - part)) + (term - part)
      (sum, rest) = (next, rest + error)
    }
    return sum + rest
  }
}
