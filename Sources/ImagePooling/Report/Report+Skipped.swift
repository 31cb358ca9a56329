internal import FeatureMaps

extension Report {
  /// One JSON object on one line for an input whose output is there, complete and not older.
  static func json(skipped input: Path, output: Path, seconds: Double, peakMemoryBytes: Int) -> String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += nameMembers("input", input)
    members += nameMembers("output", output)
    members += [
      JSONValue.Member("status", "skipped"), JSONValue.Member("error", .null),
      JSONValue.Member("warnings", .array([])), JSONValue.Member("dumps", .array([])),
    ]
    members += closingMembers(seconds: seconds, peakMemoryBytes: peakMemoryBytes)
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }
}
