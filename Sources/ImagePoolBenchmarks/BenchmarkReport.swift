#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// All rows and the machine they were measured on.
struct BenchmarkReport: Codable {
  var schema = 1
  let machine: Machine
  var rows: [BenchmarkRow] = []

  init(machine: Machine) { self.machine = machine }

  var table: String {
    let head = ["what", "budget", "measured", "verdict", "figures"]
    let lines = [head] + rows.map { [$0.name, $0.budgetText, $0.valueText, $0.verdict, $0.note] }
    let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      var text = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
        separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }.joined(separator: "\n")
  }

  func json() throws -> [UInt8] {
    let objects = JSONObject(
      schema: schema, machine: machine,
      rows: rows.map {
        JSONRow(
          name: $0.name, unit: $0.unit, budget: $0.budgetText, value: $0.value, verdict: $0.verdict,
          note: $0.note,
          timings: $0.timings)
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(objects)) + [10]
  }

  private struct JSONObject: Encodable {
    let schema: Int
    let machine: Machine
    let rows: [JSONRow]
  }

  private struct JSONRow: Encodable {
    let name: String
    let unit: String
    let budget: String
    let value: Double?
    let verdict: String
    let note: String
    let timings: [String: Timing]

    enum CodingKeys: String, CodingKey {
      case name, unit, budget, value, verdict, note
      case timings = "timings_seconds"
    }
  }
}
