internal import FeatureMaps
internal import PoolingEngine

extension Pooling {
  /// The operator's name on the command line and in reports.
  var operationName: String {
    switch windowing.facts {
    case .sliding, .custom: reduction.description
    case .adaptive, .thumbnail(_, isAdaptive: true): "adaptive-\(reduction)"
    case .global: "global-\(reduction)"
    case .fractional, .boundaries, .drawnBoundaries: "fractional-\(reduction)"
    case .area, .fit, .thumbnail: reduction.description == "average" ? "area" : "area-\(reduction)"
    }
  }
}

extension FeatureMapGeometry {
  /// What a dump says of a layer over an input.
  init(_ layer: Pooling, _ geometry: Geometry) {
    var parameters: [JSONValue.Member] = []
    func add(_ name: String, _ value: JSONValue) { parameters.append(JSONValue.Member(name, value)) }
    func pair(_ pair: Pair) -> JSONValue { .array([JSONValue(pair.vertical), JSONValue(pair.horizontal)]) }
    switch layer.windowing.facts {
    case .sliding(let kernel, let stride, let padding, let dilation, let border, let ceilMode):
      add("kernel", pair(kernel))
      add("stride", pair(stride))
      add("padding", FeatureMapGeometry.value(padding))
      add("padding_mode", FeatureMapGeometry.name(border))
      if case .constant(let value) = border { add("padding_value", .number(value)) }
      add("dilation", pair(dilation))
      add("ceil_mode", .bool(ceilMode))
    case .adaptive, .area, .fit, .thumbnail:
      add("output_size", .array([JSONValue(geometry.output.height), JSONValue(geometry.output.width)]))
    case .fractional(let kernel, let output, let samples):
      add("kernel", pair(kernel))
      add("output_size", .array([JSONValue(output.height), JSONValue(output.width)]))
      if case .seed(let seed) = samples { add("seed", .string("\(seed)")) }
    case .boundaries(let rows, let columns, let overlapping):
      add("row_boundaries", .array(rows.map { JSONValue($0) }))
      add("column_boundaries", .array(columns.map { JSONValue($0) }))
      add("overlapping", .bool(overlapping))
    case .drawnBoundaries(let output, let isPseudoRandom, let overlapping, let seed):
      add("output_size", .array([JSONValue(output.height), JSONValue(output.width)]))
      add("pseudo_random", .bool(isPseudoRandom))
      add("overlapping", .bool(overlapping))
      add("seed", .string("\(seed)"))
    case .global, .custom: break
    }
    switch layer.reduction.facts {
    case .lp(let norm): add("norm", .number(norm))
    case .soft(let temperature, _), .attention(let temperature): add("temperature", .number(temperature))
    case .max, .min, .average, .sum, .median: break
    }
    if case .average(let countIncludePad, let divisor) = layer.reduction.facts {
      if case .sliding = layer.windowing.facts {
        add("count_include_pad", .bool(countIncludePad ?? (layer.dialect == .torch)))
      }
      if let divisor { add("divisor_override", JSONValue(divisor)) }
      add("rounding", .string(layer.rounding.rawValue))
    }
    self.init(
      operation: layer.operationName, dialect: layer.dialect.name, input: geometry.input,
      output: geometry.output, parameters: parameters)
  }

  private static func value(_ padding: Padding) -> JSONValue {
    switch padding {
    case .valid: "valid"
    case .same: "same"
    case .sameLower: "same-lower"
    case .whole: "whole"
    case .explicit(let top, let left, let bottom, let right):
      .array([top, left, bottom, right].map { JSONValue($0) })
    }
  }

  private static func name(_ border: Border) -> JSONValue {
    switch border {
    case .dialect: "dialect"
    case .constant: "constant"
    case .replicate: "replicate"
    case .reflect: "reflect"
    }
  }
}
