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
    func kinds(_ maker: Maker) -> [Kind] { all.filter { $0.maker == maker && holds($0) }.map(\.kind) }
    var names = kinds(.sliding).map(\.rawValue)
    if !names.isEmpty, kinds(.sliding) == kinds(.adaptive), kinds(.sliding) == kinds(.global) {
      names.append((names.count == 1 ? "its" : "their") + " adaptive-… and global-…")
    } else {
      // What holds for a whole family is said once.
      for (maker, family) in [(Maker.adaptive, "adaptive-…"), (.global, "global-…")] {
        names +=
          kinds(maker).count == Kind.allCases.count
          ? [family] : kinds(maker).map { Operator(kind: $0, maker: maker).name }
      }
    }
    for maker in [Maker.area, .fractional] {
      names += kinds(maker).map { Operator(kind: $0, maker: maker).name }
    }
    return names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}
