/// The formula of one window.
struct SimilarityFormula {
  let c1, c2: Double
  /// Taps of a window.
  static let taps = Comparison.window * Comparison.window

  init(dataRange: Double) {
    c1 = (0.01 * dataRange) * (0.01 * dataRange)
    c2 = (0.03 * dataRange) * (0.03 * dataRange)
  }

  /// From means, variances and covariance.
  func callAsFunction(
    _ meanA: Double, _ meanB: Double, _ variances: Double, _ covariance: Double
  ) -> Double {
    let upper = (2 * meanA * meanB + c1) * (2 * covariance + c2)
    let lower = (meanA * meanA + meanB * meanB + c1) * (variances + c2)
    return upper / lower
  }
}
