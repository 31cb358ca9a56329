internal import FeatureMaps

extension SourceInfo {
  /// One JSON object on one line, the fields of `imagepool info --json`.
  ///
  /// - Parameter name: the input's name, if it has one.
  public func json(input name: Path?) -> String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("input", name)
    members.append(JSONValue.Member("status", "ok"))
    members.append(JSONValue.Member("error", .null))
    members += self.members
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  var members: [JSONValue.Member] {
    [
      JSONValue.Member("kind", .string(kind)),
      JSONValue.Member("width", JSONValue(storedSize.width)),
      JSONValue.Member("height", JSONValue(storedSize.height)),
      JSONValue.Member("upright_width", JSONValue(uprightSize.width)),
      JSONValue.Member("upright_height", JSONValue(uprightSize.height)),
      JSONValue.Member("channels", JSONValue(channels)),
      JSONValue.Member("colour", .string(color)),
      JSONValue.Member("bit_depth", JSONValue(bitDepth)),
      JSONValue.Member("sample_type", .string(sampleType.rawValue)),
      JSONValue.Member("coding", .string(coding)),
      JSONValue.Member("sampling", sampling.isEmpty ? .null : .string(sampling)),
      JSONValue.Member("orientation", JSONValue(orientation.rawValue)),
      JSONValue.Member("streams", .bool(streams)),
      JSONValue.Member("streams_reason", .string(streamsReason)),
      JSONValue.Member("memory_bytes", JSONValue(memoryBytes)),
      JSONValue.Member("thumbnail_memory_bytes", JSONValue(thumbnailMemoryBytes)),
      JSONValue.Member("shape", .array(shape.map { JSONValue($0) })),
      JSONValue.Member(
        "metadata", .object(metadata.map { JSONValue.Member($0.name, .string($0.value)) })),
    ]
  }
}
