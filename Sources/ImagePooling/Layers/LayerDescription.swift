internal import FeatureMaps
internal import PoolingEngine

/// One layer as its JSON object says: every option is looked up, and what is left over is refused.
struct LayerDescription {
  private let name: OperatorName
  private var options: OptionValues

  init(_ value: JSONValue) throws(ImagePoolError) {
    guard let members = value.members, let text = value["op"]?.stringValue else {
      throw ImagePoolError(
        .invalidArgument, "a layer is no object with an \"op\"",
        remedy: "write {\"op\": \"max\", \"kernel\": 2}")
    }
    name = try OperatorName(text)
    options = try OptionValues(members.filter { $0.name != "op" }, of: "--op \(text)")
  }

  consuming func pooling() throws(ImagePoolError) -> Pooling {
    let dialect = try dialect()
    let reduction = try reduction()
    let windowing = try windowing(dialect)
    var rounding = Rounding.halfEven
    if !reduction.selectsASample, let text = try options.text("rounding") {
      guard let rule = Rounding(rawValue: text) else {
        throw options.wrong("rounding", "half-even, half-up or down")
      }
      rounding = rule
    }
    try options.refuseTheRest()
    let layer = Pooling(reduction, over: windowing, dialect: dialect, rounding: rounding)
    // Boundaries end where an input ends, which is not known yet.
    if case .boundaries = windowing.facts { return layer }
    do throws(PoolingError) {
      // No input is smaller than what this size allows: whatever is refused here is refused for every input.
      _ = try layer.geometry(of: Size(height: 1 << 30, width: 1 << 30))
    } catch {
      // That no window fits is said of an input, with its size.
      if error.rule == .emptyOutput, name.maker == .sliding { return layer }
      throw ImagePoolError(error)
    }
    return layer
  }

  private mutating func dialect() throws(ImagePoolError) -> Dialect {
    guard let text = try options.text("dialect") else { return .torch }
    guard let dialect = Dialect(named: text) else {
      throw options.wrong("dialect", Dialect.allCases.map(\.name).joined(separator: ", "))
    }
    return dialect
  }

  private mutating func reduction() throws(ImagePoolError) -> Reduction {
    switch name.reduction {
    case "max": return .max
    case "min": return .min
    case "sum": return .sum
    case "median": return .median
    case "lp": return .lp(try options.norm("norm") ?? 2)
    case "soft": return .soft(temperature: try options.number("temperature") ?? 1)
    case "attention": return .attention(temperature: try options.number("temperature") ?? 1)
    default:
      guard name.maker == .sliding else { return .average }
      return .average(
        countIncludePad: try options.flag("count-include-pad"),
        divisorOverride: try options.integer("divisor-override"))
    }
  }

  private mutating func windowing(_ dialect: Dialect) throws(ImagePoolError) -> Windowing {
    switch name.maker {
    case .sliding:
      return .sliding(
        try options.required(options.pair("kernel"), "kernel"), stride: try options.pair("stride"),
        padding: try options.padding("padding") ?? .all(0), dilation: try options.pair("dilation") ?? 1,
        border: try border(), ceilMode: try options.flag("ceil-mode") ?? false)
    case .adaptive: return .adaptive(try outputSize())
    case .area: return .area(try outputSize())
    case .global: return .global
    case .fractional: return try dialect == .tensorflow ? boundaries() : fractional()
    }
  }

  private mutating func outputSize() throws(ImagePoolError) -> Size {
    let pair = try options.required(options.pair("output-size"), "output-size")
    return Size(height: pair.vertical, width: pair.horizontal)
  }

  private mutating func border() throws(ImagePoolError) -> Border {
    let mode = try options.text("padding-mode") ?? "dialect"
    let value = try options.number("padding-value")
    guard value == nil || mode == "constant" else {
      throw ImagePoolError(
        .invalidArgument, "padding-value needs padding-mode constant", remedy: "leave padding-value out")
    }
    switch mode {
    case "dialect": return .dialect
    case "constant": return .constant(value ?? 0)
    case "replicate": return .replicate
    case "reflect": return .reflect
    default: throw options.wrong("padding-mode", "dialect, constant, replicate or reflect")
    }
  }

  /// PyTorch's windows.
  private mutating func fractional() throws(ImagePoolError) -> Windowing {
    guard name.reduction == "max" else {
      throw ImagePoolError(
        .geometry, "--op \(name.text) is TensorFlow's", remedy: "accepted with dialect tensorflow")
    }
    let kernel = try options.required(options.pair("kernel"), "kernel")
    let size = try outputSize()
    switch (try options.numbers("samples"), try options.seed("seed")) {
    case (let samples?, nil):
      return .fractional(kernel, output: size, samples: try FractionalSamples(pairs: samples))
    case (nil, let seed?): return .fractional(kernel, output: size, samples: .seed(seed))
    case (nil, nil): throw options.missing("seed, or the random numbers themselves as samples")
    default:
      throw ImagePoolError(
        .invalidArgument, "samples are given, so seed has nothing to draw", remedy: "leave one out")
    }
  }

  /// TensorFlow's windows.
  private mutating func boundaries() throws(ImagePoolError) -> Windowing {
    let overlapping = try options.flag("overlapping") ?? false
    let isPseudoRandom = try options.flag("pseudo-random") ?? false
    switch (try options.integers("row-boundaries"), try options.integers("column-boundaries")) {
    case (let rows?, let columns?):
      guard !isPseudoRandom else {
        throw ImagePoolError(
          .invalidArgument, "boundaries are given, so nothing is drawn", remedy: "leave pseudo-random out")
      }
      return .boundaries(rows: rows, columns: columns, overlapping: overlapping)
    case (nil, nil):
      let seed = try options.required(
        options.seed("seed"), "output-size and seed, or row-boundaries and column-boundaries")
      return .fractional(
        output: try outputSize(), pseudoRandom: isPseudoRandom, overlapping: overlapping, seed: seed)
    default: throw options.missing("both row-boundaries and column-boundaries")
    }
  }
}
