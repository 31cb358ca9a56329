internal import FeatureMaps
internal import PoolingEngine

/// What a line of a manifest says of an input, as far as a sheet shows it. Anybody may have written the line.
struct SheetEntry {
  var input: Path?
  var output: Path?
  var status: ContactSheet.Status
  var failure: ContactSheet.Cell.Failure?
  var warnings: [String] = []
  var inputSize, outputSize: Size?
  /// Why no picture is to be looked for, in words.
  var absence: String?

  /// A picture that no manifest tells of.
  init(picture: Path) {
    output = picture
    status = .ok
  }

  /// Nil if that is no line of a manifest.
  init?(line: [UInt8]) {
    guard let json = try? JSONValue(parsing: line), json["schema"]?.integerValue == 1,
      let status = json["status"]?.stringValue.flatMap(ContactSheet.Status.init), status != .unreadable,
      let input = SheetEntry.path("input", json)
    else { return nil }
    self.status = status
    self.input = input
    output = SheetEntry.path("output", json)
    warnings = (json["warnings"]?.elements ?? []).prefix(20).compactMap(\.stringValue).map(SheetEntry.short)
    inputSize =
      SheetEntry.size("upright_width", "upright_height", json) ?? SheetEntry.size("width", "height", json)
    outputSize = SheetEntry.size("output_width", "output_height", json)
    if status == .failed {
      let error = json["error"]
      failure = ContactSheet.Cell.Failure(
        kind: SheetEntry.kind(error?["kind"]?.stringValue),
        message: SheetEntry.short(error?["message"]?.stringValue ?? "the manifest does not say why"),
        remedy: SheetEntry.short(error?["remedy"]?.stringValue ?? ""))
    } else if json["archive"]?.stringValue != nil {
      absence = "its result is in an archive"
    } else if let format = json["output_format"]?.stringValue, format != "png", format != "jpeg" {
      absence = "its result is no picture (\(SheetEntry.short(format)))"
    } else if output == nil {
      absence = status == .skipped ? "nothing was done" : "no file of its result is named"
    }
  }

  private static func path(_ name: String, _ json: JSONValue) -> Path? {
    if let bytes = json["\(name)_bytes"]?.stringValue { return Base64.decoded(bytes).map { Path(bytes: $0) } }
    return json[name]?.stringValue.map { Path($0) }
  }

  private static func size(_ width: String, _ height: String, _ json: JSONValue) -> Size? {
    guard let width = json[width]?.integerValue, let height = json[height]?.integerValue, width >= 0,
      height >= 0
    else { return nil }
    return Size(height: height, width: width)
  }

  /// A word of the record; whatever is none, `other`.
  private static func kind(_ text: String?) -> String {
    guard let text, (1...40).contains(text.utf8.count),
      text.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      )
    else { return "other" }
    return text
  }

  /// Words of at most some hundred letters, on one line.
  private static func short(_ text: String) -> String {
    let line = Path(String(text.unicodeScalars.prefix(500).map(Character.init))).description
    return text.unicodeScalars.count > 500 ? line + "…" : line
  }
}
