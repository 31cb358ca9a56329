extension Verification: CustomStringConvertible {
  /// One line per operator and framework, then each failing and each declined case.
  public var description: String {
    let rows = self.rows
    let width = rows.reduce(0) { max($0, $1.operation.count) }
    var lines = rows.map { row in
      let name = row.operation.padded(to: width) + "  " + row.framework.padded(to: 11)
      let counts = "\(row.passed) of \(row.cases)".leftPadded(to: 11) + " passed"
      var line = name + counts
      if row.failed > 0 { line += ", \(row.failed) failed" }
      if row.declined > 0 { line += ", \(row.declined) declined" }
      if row.isWithinOneLevel {
        line +=
          "; within one level, \(Self.percent(row.differingSamples, of: row.comparedSamples)) of "
          + "\(row.comparedSamples) samples differ"
      } else if row.worstError > 0 {
        line += "; largest error \(Self.short(row.worstError)) of the tolerance"
      }
      return line
    }
    for one in failures {
      guard case .failed(let difference) = one.outcome else { continue }
      let place = difference.coordinate.isEmpty ? "" : " at \(difference.coordinate)"
      lines.append(
        "FAILED \(one.id): \(difference.role)\(place): expected \(difference.expected), found \(difference.found)"
      )
    }
    for one in declined {
      guard case .declined(let reason) = one.outcome else { continue }
      lines.append("declined \(one.id): \(reason)")
    }
    let passing = rows.reduce(0) { $0 + $1.passed }
    lines.append("\(passing) of \(cases.count) cases passed")
    return lines.joined(separator: "\n")
  }

  private static func percent(_ part: Int, of all: Int) -> String {
    short(Double(part) * 100 / Double(max(1, all))) + " %"
  }

  /// Three digits after the point at most.
  private static func short(_ number: Double) -> String {
    guard number.isFinite else { return "\(number)" }
    return "\((number * 1000).rounded() / 1000)"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
