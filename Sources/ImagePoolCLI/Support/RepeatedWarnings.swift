internal import ImagePooling

/// Warnings of many inputs: each is told a few times, then only counted.
struct RepeatedWarnings {
  /// How often one warning is told, and how many are told apart.
  private static let mostOfOne = 3, most = 1000

  private var counts: [String: Int] = [:]

  /// The line to tell of an input's warnings, the first of them; nil if there are none, or it has been told often enough.
  mutating func line(of warnings: [String], name: String) -> String? {
    guard let first = warnings.first else { return nil }
    let more = warnings.count > 1 ? " (and \(warnings.count - 1) more)" : ""
    if counts[first] != nil || counts.count < Self.most { counts[first, default: 0] += 1 }
    switch counts[first] ?? 0 {
    case ...Self.mostOfOne: return "\(name): warning: \(first)\(more)"
    case Self.mostOfOne + 1: return "\(name): warning: \(first)\(more); told no more, but counted"
    default: return nil
    }
  }

  /// Lines for the end: how often those were that were not always told.
  var repeated: [String] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.filter { $0.value > Self.mostOfOne + 1 }
      .map { "\(Count.grouped($0.value)) inputs: warning: \($0.key)" }
  }
}
