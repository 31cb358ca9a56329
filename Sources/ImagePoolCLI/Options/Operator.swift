internal import ArgumentParser
internal import ImagePooling

/// An operator of `--op`: windows × reduction.
struct Operator: Hashable {
  /// What becomes of the samples of a window.
  enum Kind: String, CaseIterable {
    case max, min, average, sum, median, lp, soft, attention
  }

  /// What makes the windows.
  enum Maker: CaseIterable { case sliding, adaptive, global, area, fractional }

  let kind: Kind
  let maker: Maker

  static let all: [Operator] =
    [Maker.sliding, .adaptive, .global].flatMap { maker in
      Kind.allCases.map { Operator(kind: $0, maker: maker) }
    }
    + [
      Operator(kind: .average, maker: .area), Operator(kind: .max, maker: .fractional),
      Operator(kind: .average, maker: .fractional),
    ]

  var name: String {
    switch maker {
    case .sliding: kind.rawValue
    case .adaptive: "adaptive-\(kind.rawValue)"
    case .global: "global-\(kind.rawValue)"
    case .area: "area"
    case .fractional: "fractional-\(kind.rawValue)"
    }
  }

  /// The result is one of the samples.
  var selects: Bool { kind == .max || kind == .min }

  static func read(_ text: String) throws -> Operator {
    guard let found = all.first(where: { $0.name == text }) else {
      throw ValidationError("there are \(names { _ in true })")
    }
    return found
  }

  /// The operators for which something holds, as a list for people.
  static func names(where holds: (Operator) -> Bool) -> String {
    var names: [String] = []
    for maker in Maker.allCases {
      let operators = all.filter { $0.maker == maker }
      let found = operators.filter(holds)
      // What holds for a whole family is said once.
      if maker == .adaptive || maker == .global, found.count == operators.count {
        names.append(maker == .adaptive ? "adaptive-…" : "global-…")
      } else {
        names += found.map(\.name)
      }
    }
    return names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}
