internal import FeatureMaps

/// What a batch needs to know of a line of a manifest.
struct ManifestLine {
  let input: Path
  let status: RecordedLine.Status

  /// Nil if that is no line of a manifest.
  init?(_ text: [UInt8]) {
    guard let json = try? JSONValue(parsing: text), json["schema"]?.integerValue == 1,
      let status = json["status"]?.stringValue, ["ok", "warned", "failed", "skipped"].contains(status)
    else { return nil }
    if let bytes = json["input_bytes"]?.stringValue {
      guard let decoded = Base64.decoded(bytes) else { return nil }
      input = Path(bytes: decoded)
    } else {
      guard let name = json["input"]?.stringValue else { return nil }
      input = Path(name)
    }
    self.status =
      status != "failed" ? .done : json["error"]?["kind"]?.stringValue == "crashed" ? .crashed : .failed
  }

  /// What every line begins with.
  static let beginning = Array(#"{"schema":1,"input":"#.utf8)
}
