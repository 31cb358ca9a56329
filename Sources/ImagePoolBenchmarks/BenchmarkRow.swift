/// One line of the table.
struct BenchmarkRow: Codable, Sendable {
  enum Budget: Codable, Sendable {
    case atMost(Double)
    case atLeast(Double)
  }

  let name: String
  /// What `value` counts: "x djpeg", "MB", "ms", "GB/s".
  let unit: String
  let budget: Budget?
  let value: Double?
  /// Why there is no value.
  let notMeasured: String?
  /// The figures that the value comes from.
  let note: String
  let timings: [String: Timing]

  init(
    _ name: String, unit: String, budget: Budget?, value: Double, note: String = "",
    timings: [String: Timing] = [:]
  ) {
    self.name = name
    self.unit = unit
    self.budget = budget
    self.value = value
    notMeasured = nil
    self.note = note
    self.timings = timings
  }

  init(_ name: String, unit: String, budget: Budget?, notMeasured reason: String) {
    self.name = name
    self.unit = unit
    self.budget = budget
    value = nil
    notMeasured = reason
    note = reason
    timings = [:]
  }

  var verdict: String {
    if notMeasured != nil { return "not measured" }
    guard let budget, let value else { return "" }
    let holds =
      switch budget {
      case .atMost(let limit): value <= limit
      case .atLeast(let limit): value >= limit
      }
    return holds ? "holds" : "MISSES"
  }

  var budgetText: String {
    switch budget {
    case .atMost(let limit): "≤ \(limit.short) \(unit)"
    case .atLeast(let limit): "≥ \(limit.short) \(unit)"
    case nil: "—"
    }
  }

  var valueText: String { value.map { "\($0.short) \(unit)" } ?? "—" }
}

extension Double {
  /// Three significant digits or two decimals, without an exponent.
  var short: String {
    let scale: Double = abs(self) >= 100 ? 1 : abs(self) >= 10 ? 10 : 100
    let rounded = (self * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}
