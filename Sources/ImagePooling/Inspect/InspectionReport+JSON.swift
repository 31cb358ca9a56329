internal import FeatureMaps
internal import ImageCodecs

extension InspectionReport {
  /// One JSON object on one line, the fields of `imagepool inspect -o FILE --json`.
  ///
  /// - Parameter output: where the page was written; nil: to standard output.
  public func json(output: Path?, seconds: Double) -> String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("input", input)
    members += Report.nameMembers("output", output)
    members += [
      JSONValue.Member("status", .string(warnings.isEmpty ? "ok" : "warned")),
      JSONValue.Member("error", .null),
      JSONValue.Member("bytes_written", JSONValue(html.count)),
      JSONValue.Member("input_height", JSONValue(inputSize.height)),
      JSONValue.Member("input_width", JSONValue(inputSize.width)),
      JSONValue.Member("output_height", JSONValue(outputSize.height)),
      JSONValue.Member("output_width", JSONValue(outputSize.width)),
      JSONValue.Member("output_channels", JSONValue(channelCount)),
      JSONValue.Member("full_precision", .bool(isInFullPrecision)),
      JSONValue.Member("regions", .array(regions.map { .object($0.members) })),
      JSONValue.Member("warnings", .array(warnings.map { .string($0) })),
    ]
    members += Report.closingMembers(seconds: seconds, peakMemoryBytes: PeakMemory.bytes)
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }
}
