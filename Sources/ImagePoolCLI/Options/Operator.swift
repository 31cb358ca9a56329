internal import ArgumentParser
internal import ImagePooling

/// The operators of `--op`.
enum Operator: String, CaseIterable {
  case max, average
  case adaptiveMax = "adaptive-max"
  case adaptiveAverage = "adaptive-average"
  case globalMax = "global-max"
  case globalAverage = "global-average"
  case area

  /// Operators that are planned, so that a script learns why they are refused.
  private static let later = [
    "min", "lp", "soft", "attention", "global-lp", "fractional-max", "fractional-average",
  ]

  /// What makes the windows.
  enum Maker { case sliding, adaptive, global, area }

  var maker: Maker {
    switch self {
    case .max, .average: .sliding
    case .adaptiveMax, .adaptiveAverage: .adaptive
    case .globalMax, .globalAverage: .global
    case .area: .area
    }
  }

  var isAverage: Bool {
    switch self {
    case .average, .adaptiveAverage, .globalAverage, .area: true
    case .max, .adaptiveMax, .globalMax: false
    }
  }

  static func read(_ text: String) throws -> Operator {
    if let found = Operator(rawValue: text) { return found }
    let known = allCases.map(\.rawValue).joined(separator: ", ")
    if later.contains(text) {
      throw ValidationError("\(text) is not in this version; there are \(known)")
    }
    throw ValidationError("there are \(known)")
  }

  /// The operators for which something holds, as a list for people.
  static func names(where holds: (Operator) -> Bool) -> String {
    let names = allCases.filter(holds).map(\.rawValue)
    return names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}
