internal import FeatureMaps
internal import ImageCodecs

extension Report {
  /// One JSON object on one line, the fields of `imagepool pool --json`.
  public var json: String { json(with: []) }

  /// The same with further members after the others.
  func json(with more: [JSONValue.Member]) -> String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("input", input)
    members += Report.nameMembers("output", output)
    members.append(JSONValue.Member("status", .string(status.rawValue)))
    members.append(JSONValue.Member("error", .null))
    members += source.members
    members += [
      JSONValue.Member("operator", .string(operation)),
      JSONValue.Member("dialect", .string(dialect.name)),
      JSONValue.Member("layers", .array(layers.map(\.json))),
      JSONValue.Member("output_width", JSONValue(outputSize.width)),
      JSONValue.Member("output_height", JSONValue(outputSize.height)),
      JSONValue.Member("output_channels", JSONValue(outputChannels)),
      JSONValue.Member("output_format", JSONValue(outputFormat)),
      JSONValue.Member("output_type", .string(outputType.rawValue)),
      JSONValue.Member("rows_intact", JSONValue(rowsIntact)),
      JSONValue.Member("clamped_samples", JSONValue(clampedSamples)),
      JSONValue.Member("warnings", .array(warnings.map { .string($0) })),
      JSONValue.Member("remarks", .array(remarks.map { .string($0) })),
      JSONValue.Member("dumps", .array(dumps.map { Report.dumpValue($0) })),
      JSONValue.Member("bytes_written", JSONValue(bytesWritten)),
      JSONValue.Member("digest", JSONValue(digest.map { "sha256:" + $0 })),
    ]
    if let picture { members += picture.members }
    members += [
      JSONValue.Member("decode_seconds", Report.time(times.decoding)),
      JSONValue.Member("pool_seconds", Report.time(times.pooling)),
      JSONValue.Member("encode_seconds", Report.time(times.encoding)),
      JSONValue.Member("memory_estimate_bytes", JSONValue(memoryBytes)),
      JSONValue.Member("jpeg_shrink", JSONValue(jpegShrink)),
      JSONValue.Member("srgb", JSONValue(srgb?.rawValue)),
    ]
    if let deviation {
      members.append(JSONValue.Member("deviation_max", .number(deviation.maximum)))
      members.append(JSONValue.Member("deviation_mean", .number(deviation.mean)))
    }
    members += Report.closingMembers(seconds: seconds, peakMemoryBytes: peakMemoryBytes) + more
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  /// The same for an input that failed or was skipped: what is not known is absent or null.
  ///
  /// - Parameters:
  ///   - status: `failed`, or `skipped` for inputs that were never begun.
  public static func json(
    of error: ImagePoolError, input: Path?, status: String = "failed", seconds: Double = 0
  ) -> String {
    json(of: error, input: input, status: status, seconds: seconds, peakMemoryBytes: PeakMemory.bytes)
  }

  static func json(
    of error: ImagePoolError, input: Path?, status: String = "failed", seconds: Double, peakMemoryBytes: Int
  ) -> String {
    let members =
      failureMembers(error, input, status: status)
      + closingMembers(seconds: seconds, peakMemoryBytes: peakMemoryBytes)
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  /// What is said of a failure in every run alike.
  static func failureMembers(
    _ error: ImagePoolError, _ input: Path?, output: Path? = nil, status: String
  ) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += nameMembers("input", input)
    members += nameMembers("output", output)
    members += [
      JSONValue.Member("status", .string(status)),
      JSONValue.Member(
        "error",
        .object([
          JSONValue.Member("kind", .string(error.kind.rawValue)),
          JSONValue.Member("message", .string(error.message)),
          JSONValue.Member("remedy", .string(error.remedy)),
        ])),
      JSONValue.Member("warnings", .array([])),
      JSONValue.Member("dumps", .array([])),
    ]
    return members
  }

  /// A name as text with U+FFFD for what is not UTF-8, and then also its bytes in base64.
  static func nameMembers(_ name: String, _ path: Path?) -> [JSONValue.Member] {
    guard let path else { return [JSONValue.Member(name, .null)] }
    let text = JSONValue.Member(name, .string(path.text))
    if path.isUTF8 { return [text] }
    return [text, JSONValue.Member("\(name)_bytes", .string(Base64.encoded(path.bytes)))]
  }

  private static func dumpValue(_ dump: WrittenDump) -> JSONValue {
    var members = [JSONValue.Member("content", .string(dump.content.rawValue))]
    if let channel = dump.channel { members.append(JSONValue.Member("channel", JSONValue(channel))) }
    members += nameMembers("path", dump.path)
    return .object(members)
  }

  /// Microseconds are what a clock of this kind can say.
  private static func time(_ seconds: Double) -> JSONValue { .number((seconds * 1e6).rounded() / 1e6) }

  static func closingMembers(seconds: Double, peakMemoryBytes: Int) -> [JSONValue.Member] {
    [
      JSONValue.Member("seconds", time(seconds)),
      JSONValue.Member("peak_memory_bytes", JSONValue(peakMemoryBytes)),
      JSONValue.Member("libpng", .string(CodecVersions.libpng)),
      JSONValue.Member("libjpeg", .string(CodecVersions.libjpeg)),
      JSONValue.Member("zlib", .string(CodecVersions.zlib)),
      JSONValue.Member("lcms2", .string(Versions.lcms2)),
      JSONValue.Member("imagepool", .string(Versions.imagepool)),
    ]
  }
}
