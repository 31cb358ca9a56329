internal import FeatureMaps
internal import PoolingEngine

extension ContactSheet.Cell {
  /// One JSON object on one line, as `imagepool sheet --json` gives it.
  ///
  /// - Parameter columns: of a grid; nil or below 1: of a page, whose cells have a place in the order alone.
  public func json(columns: Int?) -> String {
    let columns = columns.flatMap { $0 > 0 ? $0 : nil }
    var members = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("input", input) + Report.nameMembers("output", output)
    members += [
      JSONValue.Member("status", .string(status.rawValue)),
      JSONValue.Member("error", failure?.json ?? .null),
      JSONValue.Member("cell", JSONValue(number)),
      JSONValue.Member("row", columns.map { JSONValue(number / $0) } ?? .null),
      JSONValue.Member("column", columns.map { JSONValue(number % $0) } ?? .null),
      JSONValue.Member("has_picture", .bool(status != .failed && status != .unreadable && absence == nil)),
      JSONValue.Member("output_width", outputSize.map { JSONValue($0.width) } ?? .null),
      JSONValue.Member("output_height", outputSize.map { JSONValue($0.height) } ?? .null),
    ]
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }
}

extension ContactSheet.Cell.Failure {
  var json: JSONValue {
    .object([
      JSONValue.Member("kind", .string(kind)), JSONValue.Member("message", .string(message)),
      JSONValue.Member("remedy", .string(remedy)),
    ])
  }
}

extension ContactSheet {
  /// The last line of `imagepool sheet --json`: of the sheet itself.
  public func json(_ summary: Summary, seconds: Double = 0) -> String {
    var members = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("sheet", output) + Report.nameMembers("directory", directory)
    members += Report.nameMembers("manifest", summary.manifest)
    func counts(_ counts: [(String, Int)]) -> JSONValue {
      .object(counts.map { JSONValue.Member($0.0, JSONValue($0.1)) })
    }
    members += [
      JSONValue.Member("status", summary.isWhole ? "ok" : "failed"),
      JSONValue.Member("error", .null),
      JSONValue.Member("inputs", JSONValue(summary.inputs)),
      JSONValue.Member("cells", JSONValue(summary.cells)),
      JSONValue.Member(
        "counts", counts(Status.allCases.map { ($0.rawValue, summary.counts[$0, default: 0]) })),
      JSONValue.Member("kinds", counts(summary.kinds.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
      JSONValue.Member("strange_lines", JSONValue(summary.strangeLines)),
      JSONValue.Member("torn", .bool(summary.isTorn)),
    ]
    members += Report.closingMembers(seconds: seconds, peakMemoryBytes: PeakMemory.bytes)
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  /// The same of a sheet that could not be written.
  public func json(failedWith error: ImagePoolError, seconds: Double = 0) -> String {
    let failure = Cell.Failure(kind: error.kind.rawValue, message: error.message, remedy: error.remedy)
    var members = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("sheet", output) + Report.nameMembers("directory", directory)
    members += [JSONValue.Member("status", "failed"), JSONValue.Member("error", failure.json)]
    members += Report.closingMembers(seconds: seconds, peakMemoryBytes: PeakMemory.bytes)
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }
}
