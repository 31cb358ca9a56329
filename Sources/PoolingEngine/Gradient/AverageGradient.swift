/// The gradient of averages and sums: every tap gets upstream / divisor times its weight.
struct AverageGradient: Sendable {
  private let geometry: Geometry
  private let divisor: AxisDivisor

  init(_ layer: Pooling, _ geometry: Geometry) {
    self.geometry = geometry
    divisor = AxisDivisor(layer, DialectRules(layer.dialect))
  }

  /// The gradient of the (enlarged) plane.
  func gradient(upstream: [Double]) -> [Double] {
    let across = geometry.columns.map { Double(divisor.horizontal($0, of: geometry.columns)) }
    var shares = upstream
    for (row, window) in geometry.rows.enumerated() {
      let down = Double(divisor.vertical(window, of: geometry.rows))
      for (column, factor) in across.enumerated() { shares[row * across.count + column] /= down * factor }
    }
    return SeparableSpread(geometry).spread(shares)
  }
}
