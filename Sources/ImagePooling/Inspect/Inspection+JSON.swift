internal import FeatureMaps
internal import PoolingEngine

extension Inspection {
  /// One JSON object on one line, the fields of `imagepool inspect --json`.
  public var json: String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("input", input)
    members += [
      JSONValue.Member("status", .string(agrees && warnings.isEmpty ? "ok" : agrees ? "warned" : "failed")),
      JSONValue.Member("error", .null),
      JSONValue.Member("operator", .string(operation)),
      JSONValue.Member("dialect", .string(dialect.name)),
      JSONValue.Member("layers_before", JSONValue(layersBefore)),
      JSONValue.Member("input_height", JSONValue(inputSize.height)),
      JSONValue.Member("input_width", JSONValue(inputSize.width)),
      JSONValue.Member("output_height", JSONValue(outputSize.height)),
      JSONValue.Member("output_width", JSONValue(outputSize.width)),
      JSONValue.Member("output_channels", JSONValue(channelCount)),
      JSONValue.Member("sample_type", .string(sampleType.rawValue)),
      JSONValue.Member("orientation", JSONValue(orientation.rawValue)),
      JSONValue.Member("linear", .bool(isLinearLight)),
      JSONValue.Member("row", JSONValue(rows.window)),
      JSONValue.Member("column", JSONValue(columns.window)),
      JSONValue.Member("rows", rows.json),
      JSONValue.Member("columns", columns.json),
      JSONValue.Member("channels", .array(channels.map(\.json))),
      JSONValue.Member("agrees", .bool(agrees)),
      JSONValue.Member("rows_read", JSONValue(rowsRead)),
      JSONValue.Member("stored_rows", JSONValue(storedRows)),
      JSONValue.Member("warnings", .array(warnings.map { .string($0) })),
      JSONValue.Member("imagepool", .string(Versions.imagepool)),
    ]
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }
}

extension InspectedAxis {
  fileprivate var json: JSONValue {
    [
      "window": JSONValue(window), "windows": JSONValue(windows), "length": JSONValue(length),
      "places": .array(taps.map { JSONValue($0.place) }),
      "kinds": .array(taps.map { .string($0.kind.rawValue) }),
      "weights": .array(taps.map { JSONValue($0.weight) }),
      "unit_weight": JSONValue(unitWeight), "padding_taps": JSONValue(paddingTaps),
      "overhang_taps": JSONValue(overhangTaps),
    ]
  }
}

extension InspectedTap {
  fileprivate var json: JSONValue {
    var members = [
      JSONValue.Member("row", JSONValue(row)), JSONValue.Member("column", JSONValue(column)),
      JSONValue.Member("kind", .string(kind.rawValue)), JSONValue.Member("value", value.map(\.json) ?? .null),
      JSONValue.Member("weight", weight.json), JSONValue.Member("wins", .bool(wins)),
      JSONValue.Member("ties", .bool(ties)),
    ]
    if kind == .border {
      members.append(JSONValue.Member("source_row", JSONValue(sourceRow)))
      members.append(JSONValue.Member("source_column", JSONValue(sourceColumn)))
    }
    if let storedRow, let storedColumn {
      members.append(JSONValue.Member("stored_row", JSONValue(storedRow)))
      members.append(JSONValue.Member("stored_column", JSONValue(storedColumn)))
    }
    return .object(members)
  }
}

extension Inspection.Channel {
  fileprivate var json: JSONValue {
    let winner = taps.first(where: \.wins)
    return [
      "channel": JSONValue(channel), "taps": .array(taps.map(\.json)),
      "winner": winner.map { ["row": JSONValue($0.row), "column": JSONValue($0.column)] } ?? .null,
      "sum": explanation.sum.map(\.json) ?? .null, "divisor": explanation.divisor.map(\.json) ?? .null,
      "divisor_rule": JSONValue(explanation.divisorRule?.rawValue), "reason": .string(explanation.reason),
      "exact": explanation.exact.exactJSON, "result": explanation.result.json,
      "result_type": .string(explanation.resultType.rawValue), "rounded": JSONValue(explanation.rounded),
      "rounded_type": JSONValue(explanation.pictureType?.rawValue),
      "rounding": explanation.rounded == nil ? .null : .string(explanation.rounding.rawValue),
      "engine_result": engineResult.json, "engine_rounded": JSONValue(engineRounded), "agrees": .bool(agrees),
      "tolerance": .number(explanation.tolerance), "dialects": .array(dialects.map(\.json)),
    ]
  }
}

extension DialectAnswer {
  fileprivate var json: JSONValue {
    [
      "dialect": .string(dialect.name), "outcome": .string(outcome.rawValue),
      "result": result.map(\.json) ?? .null, "result_type": JSONValue(resultType?.rawValue),
      "rounded": JSONValue(rounded), "reason": .string(reason),
    ]
  }
}

extension InspectedNumber {
  /// One number: of a quotient its Double; a float by the digits that a dump has.
  var json: JSONValue {
    switch self {
    case .integer(let number): Int64(exactly: number).map { .integer($0) } ?? .number(Double(number))
    case .quotient: .number(value)
    case .real(let number, let type): .number(Double(InspectedNumber.digits(number, type)) ?? number)
    }
  }

  fileprivate var exactJSON: JSONValue {
    switch self {
    case .integer(let number):
      [
        "numerator": InspectedNumber.integer(number).json, "denominator": 1, "value": .number(value),
      ]
    case .quotient(let numerator, let denominator):
      [
        "numerator": InspectedNumber.integer(numerator).json,
        "denominator": InspectedNumber.integer(denominator).json, "value": .number(value),
      ]
    case .real: ["numerator": nil, "denominator": nil, "value": json]
    }
  }
}
