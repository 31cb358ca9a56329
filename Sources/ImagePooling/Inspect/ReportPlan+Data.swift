internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

// What the page's script reads.
extension ReportPlan {
  var isLinearLight: Bool { run.recipe.linearLight && prepared.color != nil }

  func data(
    name: Path?, command: InspectionReport.Command, place: OutputPlace?,
    parts: [(region: JSONValue, output: JSONValue)], overview: JSONValue, statistics: [ChannelSummary],
    warnings: [String]
  ) -> JSONValue {
    let named = PageChannels(color: prepared.color, count: prepared.pooledChannels)
    func type(_ type: SampleType?) -> JSONValue { JSONValue(type?.rawValue) }
    var members = [
      JSONValue.Member("schema", 1), JSONValue.Member("imagepool", .string(Versions.imagepool)),
    ]
    members += Report.nameMembers("input", name)
    members += [
      JSONValue.Member("command", JSONValue(command.whole)),
      JSONValue.Member("at_command", JSONValue(command.ofOneWindow)),
      JSONValue.Member(
        "at",
        place.map { .array([JSONValue($0.row), JSONValue($0.column), JSONValue($0.channel ?? 0)]) } ?? .null),
      JSONValue.Member("operator", .string(layer.operationName)),
      JSONValue.Member("dialect", .string(layer.dialect.name)),
      JSONValue.Member("layers_before", JSONValue(layersBefore)),
      JSONValue.Member("input_height", JSONValue(input.height)),
      JSONValue.Member("input_width", JSONValue(input.width)),
      JSONValue.Member("output_height", JSONValue(output.height)),
      JSONValue.Member("output_width", JSONValue(output.width)),
      JSONValue.Member("channels", JSONValue(prepared.pooledChannels)),
      JSONValue.Member("channel_names", .array(named.names.map { .string($0) })),
      JSONValue.Member("model", .string(named.model)),
      JSONValue.Member("sample_type", type(prepared.pooledType)),
      JSONValue.Member("result_type", type(resultType)),
      JSONValue.Member("picture_type", type(pictureType)),
      JSONValue.Member("rounding", .string(layer.rounding.rawValue)),
      JSONValue.Member("orientation", JSONValue(prepared.orientation.rawValue)),
      JSONValue.Member("linear", .bool(isLinearLight)),
      JSONValue.Member("alpha_weighted", .bool(run.isPremultiplied(prepared, layer))),
      JSONValue.Member("reduction", reduction),
      JSONValue.Member("windowing", .string(windowing)),
      JSONValue.Member("kernel", kernel),
      JSONValue.Member("border", border),
      JSONValue.Member("parameters", parameters),
      JSONValue.Member("dialects", .array(otherDialects)),
      JSONValue.Member(
        "axes", .array(axes.map { ["rows": $0.rows.json, "columns": $0.columns.json] })),
      JSONValue.Member("regions", .array(parts.map(\.region))),
      JSONValue.Member("outputs", .array(parts.map(\.output))),
      JSONValue.Member("overview", overview),
      JSONValue.Member("statistics", .array(statistics.enumerated().map { json($1, channel: $0) })),
      JSONValue.Member("warnings", .array(warnings.map { .string($0) })),
    ]
    return .object(members)
  }

  // MARK: - The layer

  private var reduction: JSONValue {
    switch layer.reduction.facts {
    case .max: return ["kind": "max"]
    case .min: return ["kind": "min"]
    case .sum: return ["kind": "sum"]
    case .median: return ["kind": "median"]
    case .average(let includes, let divisor):
      return [
        "kind": "average", "count_include_pad": includes.map { .bool($0) } ?? .null,
        "divisor_override": JSONValue(divisor),
      ]
    case .lp(let norm):
      return [
        "kind": "lp", "norm": norm.isInfinite ? .string(norm > 0 ? "inf" : "-inf") : .number(norm),
      ]
    case .soft(let temperature, _): return ["kind": "soft", "temperature": .number(temperature)]
    case .attention(let temperature): return ["kind": "attention", "temperature": .number(temperature)]
    }
  }

  private var windowing: String {
    switch layer.windowing.facts {
    case .sliding: "sliding"
    case .adaptive: "adaptive"
    case .area: "area"
    case .fit: "fit"
    case .thumbnail: "thumbnail"
    case .global: "global"
    case .custom: "custom"
    case .fractional: "fractional"
    case .boundaries: "boundaries"
    case .drawnBoundaries: "drawn_boundaries"
    }
  }

  private var kernel: JSONValue {
    guard case .sliding(let kernel, _, _, _, _, _) = layer.windowing.facts else { return .null }
    return .array([JSONValue(kernel.vertical), JSONValue(kernel.horizontal)])
  }

  private var border: JSONValue {
    guard case .sliding(_, _, _, _, let border, _) = layer.windowing.facts else {
      return ["mode": "dialect", "value": nil]
    }
    switch border {
    case .dialect: return ["mode": "dialect", "value": nil]
    case .constant(let value):
      return [
        "mode": "constant", "value": InspectedNumber.filling(value, prepared.rows.format.sampleType).json,
      ]
    case .replicate: return ["mode": "replicate", "value": nil]
    case .reflect: return ["mode": "reflect", "value": nil]
    }
  }

  private var parameters: JSONValue {
    do throws(PoolingError) {
      return .object(FeatureMapGeometry(layer, try layer.geometry(of: input)).parameters)
    } catch {
      preconditionFailure("the layer was planned for this size")
    }
  }

  private var otherDialects: [JSONValue] {
    Dialect.allCases.filter { $0 != layer.dialect }.map { dialect in
      var other = layer
      other.dialect = dialect
      let refusal = DialectAnswer.refusal(
        of: other, input, plane: 0, prepared.rows.format.sampleType, windows: output)
      let result = other.resultType(for: prepared.pooledType)
      let picture = run.pictureType(prepared).flatMap { $0 == result ? nil : $0 }
      let isTaken = refusal == nil
      return [
        "dialect": .string(dialect.name), "refusal": JSONValue(refusal),
        "result_type": JSONValue(isTaken ? result.rawValue : nil),
        "picture_type": JSONValue(isTaken ? picture?.rawValue : nil),
      ]
    }
  }

  // MARK: - Figures

  private func json(_ summary: ChannelSummary, channel: Int) -> JSONValue {
    // A script reads numbers as Double, which does not have all of int64's digits.
    func figure(_ value: JSONValue) -> JSONValue {
      if resultType == .int64, case .integer(let number) = value { .string(String(number)) } else { value }
    }
    return [
      "channel": JSONValue(channel), "minimum": figure(summary.minimum), "maximum": figure(summary.maximum),
      "mean": .number(summary.mean), "nan_count": JSONValue(summary.notANumberCount),
      "histogram": summary.histogram.map {
        ["low": $0.low, "high": $0.high, "counts": .array($0.counts.map { JSONValue($0) })]
      } ?? .null,
    ]
  }
}
