internal import PoolingEngine

extension Verification: CustomStringConvertible {
  /// A line per operator and framework, then each difference of a failed case, each declined case, and the sum.
  public var description: String {
    var table = [["operator", "framework", "dialect", "cases", "passed", "largest error", ""]]
    for row in rows {
      table.append([
        row.operation, row.framework, row.dialect?.name ?? "-", "\(row.cases)", "\(row.passed)",
        Self.short(row.worstError), Self.remark(row),
      ])
    }
    var lines = Self.aligned(table)
    for one in failures {
      guard case .failed(let differences) = one.outcome else { continue }
      lines += differences.map { "FAILED \(one.id): \($0)" }
    }
    for one in declined {
      guard case .declined(let reason) = one.outcome else { continue }
      lines.append("declined \(one.id): \(reason)")
    }
    let passing = cases.count - failures.count - declined.count
    lines.append(
      "\(passing) of \(cases.count) cases passed, \(failures.count) failed, \(declined.count) declined "
        + "(errors are in units of each case's tolerance)")
    return lines.joined(separator: "\n")
  }

  private static func remark(_ row: Row) -> String {
    var parts: [String] = []
    if row.failed > 0 { parts.append("\(row.failed) failed") }
    if row.declined > 0 { parts.append("\(row.declined) declined") }
    if row.levelSamples > 0 {
      let share = short(Double(row.unequalLevelSamples) * 100 / Double(row.levelSamples))
      parts.append(
        "8 bits within one level: \(row.unequalLevelSamples) of \(row.levelSamples) samples (\(share) %) differ"
      )
    }
    return parts.joined(separator: ", ")
  }

  /// Three significant digits.
  private static func short(_ number: Double) -> String {
    guard number.isFinite else { return "\(number)" }
    guard number > 0 else { return "0" }
    var scale = 1.0
    while number * scale < 100, scale < 1e15 { scale *= 10 }
    return "\((number * scale).rounded() / scale)"
  }

  private static func aligned(_ table: [[String]]) -> [String] {
    let columns = table.first?.count ?? 0
    let widths = (0..<columns).map { column in table.map { $0[column].count }.max() ?? 0 }
    return table.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        // Counts end where others end.
        return (3...4).contains(column) ? space + cell : cell + space
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
