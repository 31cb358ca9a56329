internal import PoolingEngine

extension Comparison {
  /// For people: what was compared, the figures, and what lies around the first difference.
  ///
  /// - Parameters:
  ///   - first: what the inputs are called.
  public func text(first: Path, second: Path, verdict: Verdict) -> String {
    let types = firstType == secondType ? "\(firstType)" : "\(firstType) and \(secondType)"
    var lines = [
      "\(first) and \(second): \(size), \(channels) channel\(channels == 1 ? "" : "s"), \(types)",
      "  differing  \(differing) of \(samples) samples",
      "  max_abs    \(Self.short(maximum))",
      "  mean_abs   \(Self.short(mean))",
      "  rmse       \(Self.short(rootMeanSquare))",
    ]
    let range = dataRange.map { " (data range \(Self.short($0)))" } ?? ""
    lines.append("  psnr       " + (psnr.value.map { Self.short($0) + " dB" + range } ?? Self.absence(psnr)))
    lines.append("  ssim       " + (ssim.value.map { Self.short($0) + range } ?? Self.absence(ssim)))
    if let firstDifference { lines += firstDifference.lines(first.description, second.description) }
    lines += warnings.map { "warning: \($0)" }
    switch verdict {
    case .equalEnough: lines.append(isEqual ? "equal" : "equal enough")
    case .different(let reasons): lines.append("different: " + reasons.joined(separator: "; "))
    case .undecided(let reasons): lines.append("not comparable: " + reasons.joined(separator: "; "))
    }
    return lines.joined(separator: "\n")
  }

  private static func absence(_ figure: Figure) -> String { "none: \(figure.absence ?? "")" }

  /// Whole numbers without a point, all others by their own digits.
  static func short(_ number: Double) -> String {
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 { return "\(whole)" }
    return "\(number)"
  }
}

extension Comparison.FirstDifference {
  /// Two grids under each other, the place itself in brackets.
  fileprivate func lines(_ firstName: String, _ secondName: String) -> [String] {
    var lines = ["first difference: channel \(channel), row \(row), column \(column): \(first) and \(second)"]
    let grids = [(firstName, firstNeighbourhood), (secondName, secondNeighbourhood)]
    let width = grids.flatMap(\.1).flatMap { $0 }.map(\.count).max() ?? 0
    for (name, grid) in grids {
      lines.append(
        "  \(name), rows \(top) to \(top + grid.count - 1), columns \(left) to \(left + (grid.first?.count ?? 1) - 1):"
      )
      for (y, samples) in grid.enumerated() {
        let cells = samples.enumerated().map { x, sample in
          let isPlace = top + y == row && left + x == column
          return String(repeating: " ", count: width - sample.count)
            + (isPlace ? "[\(sample)]" : " \(sample) ")
        }
        var line = "   " + cells.joined()
        while line.last == " " { line.removeLast() }
        lines.append(line)
      }
    }
    return lines
  }
}
