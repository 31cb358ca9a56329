internal import FeatureMaps
internal import PoolingEngine

extension Verification {
  /// One JSON object on one line, the fields of `imagepool verify --json`.
  public var json: String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("input", manifestPath)
    members += [
      JSONValue.Member("status", .string(passed ? "ok" : "failed")),
      JSONValue.Member("error", .null),
      JSONValue.Member("cases", JSONValue(cases.count)),
      JSONValue.Member("passed", JSONValue(cases.count - failures.count - declined.count)),
      JSONValue.Member("failed", JSONValue(failures.count)),
      JSONValue.Member("declined", JSONValue(declined.count)),
      JSONValue.Member("operators", .array(rows.map(Self.value))),
      JSONValue.Member("failures", .array(failures.flatMap(Self.failures))),
      JSONValue.Member("declined_cases", .array(declined.map(Self.declined))),
      JSONValue.Member("refusals", .array(cases.compactMap(Self.refusal))),
      JSONValue.Member(
        "versions",
        .object(versions.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) })),
      JSONValue.Member("seconds", .number((seconds * 1e6).rounded() / 1e6)),
      JSONValue.Member("instruction_set", .string(Versions.instructionSet.rawValue)),
      JSONValue.Member("imagepool", .string(Versions.imagepool)),
    ]
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  private static func value(_ row: Row) -> JSONValue {
    [
      "operator": .string(row.operation), "framework": .string(row.framework),
      "dialect": JSONValue(row.dialect?.name), "cases": JSONValue(row.cases), "passed": JSONValue(row.passed),
      "failed": JSONValue(row.failed), "declined": JSONValue(row.declined),
      "largest_error": .number(row.worstError), "compared_samples": JSONValue(row.comparedSamples),
      "unequal_samples": JSONValue(row.unequalSamples), "level_samples": JSONValue(row.levelSamples),
      "unequal_level_samples": JSONValue(row.unequalLevelSamples),
    ]
  }

  private static func failures(_ one: VerificationCase) -> [JSONValue] {
    guard case .failed(let differences) = one.outcome else { return [] }
    return differences.map { difference in
      [
        "case": .string(one.id), "operator": .string(one.operation), "framework": .string(one.framework),
        "role": .string(difference.role), "coordinate": .array(difference.coordinate.map { JSONValue($0) }),
        "expected": .string(difference.expected), "found": .string(difference.found),
        "differing_samples": JSONValue(difference.differingSamples),
        "compared_samples": JSONValue(difference.comparedSamples),
      ]
    }
  }

  private static func declined(_ one: VerificationCase) -> JSONValue {
    guard case .declined(let reason) = one.outcome else { return .null }
    return ["case": .string(one.id), "reason": .string(reason)]
  }

  /// A call that the framework and the engine refuse.
  private static func refusal(_ one: VerificationCase) -> JSONValue? {
    guard let error = one.refusal else { return nil }
    return ["case": .string(one.id), "rule": .string(error.rule.rawValue), "message": .string(error.message)]
  }
}
