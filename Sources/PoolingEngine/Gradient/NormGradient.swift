/// The gradient of an Lp norm: g · f · xᵖ⁻¹ · S^(1/p − 1) with f = k/|W| where PyTorch scales partial windows; ONNX's has
/// |x|ᵖ⁻¹ · sign x, sign 0 being 0. A window of S = 0 hands on nothing for p ≥ 1 (PyTorch 2.13's autograd of `lp_pool2d`).
struct NormGradient: Sendable {
  private let geometry: Geometry
  private let norm: Double
  private let takesSign: Bool
  private let divisor: AxisDivisor
  private let kernelTaps: Double?

  init(_ layer: Pooling, _ geometry: Geometry, norm: Double) {
    self.geometry = geometry
    self.norm = norm
    let rules = DialectRules(layer.dialect)
    takesSign = rules.normTakesSign
    divisor = AxisDivisor(layer, rules)
    kernelTaps = layer.kernelTapsOfScaledNorm
  }

  /// - Parameter plane: the (enlarged) input.
  func gradient(of plane: [Double], upstream: [Double]) -> [Double] {
    let (power, slope) = (Power(norm), Power(norm - 1))
    let powers = plane.map { power(takesSign ? $0 : $0.magnitude) }
    let sums = WindowSums(geometry).sums(powers)
    let width = geometry.columns.count
    let outer = Power(1 / norm - 1)
    let across = geometry.columns.map { Double(divisor.horizontal($0, of: geometry.columns)) }
    var shares = upstream
    for (row, window) in geometry.rows.enumerated() {
      let down = Double(divisor.vertical(window, of: geometry.rows))
      for column in 0..<width {
        let taps = down * across[column]
        let factor = kernelTaps.map { $0 == taps ? 1 : $0 / taps } ?? 1 / taps
        let sum = sums[row * width + column] * factor
        let isFlat = sum == 0 && norm >= 1
        shares[row * width + column] *= isFlat ? 0 : factor * outer(sum)
      }
    }
    var result = SeparableSpread(geometry).spread(shares)
    let cover = WindowCover(geometry)
    for (i, x) in plane.enumerated() {
      // A sample in no window changes nothing, however steep its power is.
      guard cover.holds(i) else { continue }
      result[i] *= takesSign ? slope(x) : slope(x.magnitude) * x.signum
    }
    return result
  }
}
