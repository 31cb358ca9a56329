internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

extension Comparison {
  /// One JSON object on one line, the fields of `imagepool compare --json`.
  ///
  /// - Parameter map: the name of the map or page that was written.
  public func json(
    first: Path, second: Path, verdict: Verdict, map: Path? = nil, seconds: Double = 0
  ) -> String {
    var members = members(first: first, second: second, verdict: verdict)
    members += Report.nameMembers("output", map)
    members.append(JSONValue.Member("warnings", .array(warnings.map { .string($0) })))
    members += Report.closingMembers(seconds: seconds, peakMemoryBytes: PeakMemory.bytes)
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  /// What is said of the samples, without how the run went.
  func members(first: Path, second: Path, verdict: Verdict) -> [JSONValue.Member] {
    var members = Self.opening(first, second)
    let (status, reasons): (String, [String]) =
      switch verdict {
      case .equalEnough: ("equal_enough", [])
      case .different(let reasons): ("different", reasons)
      case .undecided(let reasons): ("not_comparable", reasons)
      }
    members += [
      JSONValue.Member("status", .string(status)), JSONValue.Member("error", .null),
      JSONValue.Member("reasons", .array(reasons.map { .string($0) })),
      JSONValue.Member("width", JSONValue(size.width)), JSONValue.Member("height", JSONValue(size.height)),
      JSONValue.Member("channels", JSONValue(channels)),
      JSONValue.Member("first_type", .string(firstType.rawValue)),
      JSONValue.Member("second_type", .string(secondType.rawValue)),
      JSONValue.Member("samples", JSONValue(samples)),
      JSONValue.Member("differing", JSONValue(differing)),
      JSONValue.Member("max_abs", .number(maximum)), JSONValue.Member("mean_abs", .number(mean)),
      JSONValue.Member("rmse", .number(rootMeanSquare)),
      JSONValue.Member("data_range", dataRange.map { .number($0) } ?? .null),
      JSONValue.Member("psnr", Self.value(psnr)),
      JSONValue.Member("psnr_absence", JSONValue(psnr.absence)),
      JSONValue.Member("ssim", Self.value(ssim)),
      JSONValue.Member("ssim_absence", JSONValue(ssim.absence)),
      JSONValue.Member("first_difference", firstDifference?.json ?? .null),
    ]
    return members
  }

  /// The same of inputs that could not be compared.
  public static func json(
    of error: ImagePoolError, first: Path, second: Path, seconds: Double = 0
  ) -> String {
    var members = opening(first, second)
    members += [
      JSONValue.Member("status", "not_comparable"),
      JSONValue.Member(
        "error",
        .object([
          JSONValue.Member("kind", .string(error.kind.rawValue)),
          JSONValue.Member("input", JSONValue(error.input)),
          JSONValue.Member("message", .string(error.message)),
          JSONValue.Member("remedy", .string(error.remedy)),
        ])),
    ]
    members += Report.closingMembers(seconds: seconds, peakMemoryBytes: PeakMemory.bytes)
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  private static func opening(_ first: Path, _ second: Path) -> [JSONValue.Member] {
    [JSONValue.Member("schema", 1)] + Report.nameMembers("first", first)
      + Report.nameMembers("second", second)
  }

  private static func value(_ figure: Figure) -> JSONValue { figure.value.map { .number($0) } ?? .null }
}

extension Comparison.FirstDifference {
  fileprivate var json: JSONValue {
    func grid(_ rows: [[String]]) -> JSONValue { .array(rows.map { .array($0.map(Self.number)) }) }
    return [
      "channel": JSONValue(channel), "row": JSONValue(row), "column": JSONValue(column),
      "first": Self.number(first), "second": Self.number(second), "top": JSONValue(top),
      "left": JSONValue(left), "first_neighbourhood": grid(firstNeighbourhood),
      "second_neighbourhood": grid(secondNeighbourhood),
    ]
  }

  /// A sample by its digits: reading them as Double keeps a float32's shortest ones.
  private static func number(_ text: String) -> JSONValue {
    Int64(text).map { .integer($0) } ?? Double(text).map { .number($0) } ?? .string(text)
  }
}
