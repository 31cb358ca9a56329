internal import FeatureMaps

extension Verification {
  /// One JSON object on one line, the fields of `imagepool verify --json`.
  public var json: String {
    let members: [JSONValue.Member] = [
      JSONValue.Member("schema", 1),
      JSONValue.Member("passed", .bool(passed)),
      JSONValue.Member("cases", JSONValue(cases.count)),
      JSONValue.Member(
        "versions",
        .object(versions.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) })),
      JSONValue.Member("operators", .array(rows.map(Self.value))),
      JSONValue.Member("failures", .array(failures.map(Self.failure))),
      JSONValue.Member("declined", .array(declined.map(Self.declined))),
    ]
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  private static func value(_ row: Row) -> JSONValue {
    .object([
      JSONValue.Member("operator", .string(row.operation)),
      JSONValue.Member("framework", .string(row.framework)),
      JSONValue.Member("cases", JSONValue(row.cases)),
      JSONValue.Member("passed", JSONValue(row.passed)),
      JSONValue.Member("failed", JSONValue(row.failed)),
      JSONValue.Member("declined", JSONValue(row.declined)),
      JSONValue.Member("worst_error", .number(row.worstError)),
      JSONValue.Member("compared_samples", JSONValue(row.comparedSamples)),
      JSONValue.Member("differing_samples", JSONValue(row.differingSamples)),
      JSONValue.Member("within_one_level", .bool(row.isWithinOneLevel)),
    ])
  }

  private static func failure(_ one: VerificationCase) -> JSONValue {
    guard case .failed(let difference) = one.outcome else { return .null }
    return .object([
      JSONValue.Member("id", .string(one.id)),
      JSONValue.Member("role", .string(difference.role)),
      JSONValue.Member("coordinate", .array(difference.coordinate.map { JSONValue($0) })),
      JSONValue.Member("expected", .string(difference.expected)),
      JSONValue.Member("found", .string(difference.found)),
    ])
  }

  private static func declined(_ one: VerificationCase) -> JSONValue {
    guard case .declined(let reason) = one.outcome else { return .null }
    return .object([
      JSONValue.Member("id", .string(one.id)), JSONValue.Member("reason", .string(reason)),
    ])
  }
}
