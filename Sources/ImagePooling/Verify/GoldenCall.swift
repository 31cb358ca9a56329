internal import FeatureMaps
internal import PoolingEngine

/// A golden case as a call of the engine. Only the operator, its parameters, the framework and the element type decide what is
/// called; the expectation is not looked at.
struct GoldenCall {
  enum Kind {
    case pooling(Pooling)
    /// A pooling with the logits of that tensor.
    case attention(Pooling, logits: String)
    /// An unpooling by the indices of that tensor.
    case unpooling(MaxUnpooling, indices: String)
  }

  let kind: Kind
  /// The result's element type; nil: the input's own.
  var resultType: SampleType?
  /// How far a result of a library that rounds by no framework's rule may be off; nil: the case's own tolerance.
  var levels: Double?
  /// TensorFlow's `max_pool2d` of integers is stored as float32 in golden sets: the same numbers.
  var isStoredAsFloat = false

  /// Values come with indices and follow the rules of that call.
  let isIndexed: Bool

  /// - Throws: ``GoldenRefusal`` for an operator or parameters without a translation, ``GoldenDecline``; `PoolingError` where the
  ///   engine refuses windows given one by one.
  init(_ c: GoldenCase, _ tensors: GoldenTensors) throws {
    try Self.checkParameters(of: c)
    isIndexed = c.operation == "max_pool_with_argmax" || c.indexLayout != nil
    switch c.operation {
    case "max_pool2d", "max_pool_with_argmax":
      kind = .pooling(Pooling(.max, over: try c.sliding(), dialect: try c.dialect()))
      isStoredAsFloat = c.framework == "tensorflow" && !isIndexed && !c.elementType.hasPrefix("float")
    case "avg_pool2d":
      let average = Reduction.average(
        countIncludePad: c.parameters.bool("count_include_pad"),
        divisorOverride: c.parameters.integer("divisor_override"))
      kind = .pooling(Pooling(average, over: try c.sliding(), dialect: try c.dialect()))
    case "adaptive_avg_pool2d":
      kind = .pooling(Pooling(.average, over: .adaptive(try c.outputSize()), dialect: try c.dialect()))
    case "adaptive_max_pool2d":
      kind = .pooling(Pooling(.max, over: .adaptive(try c.outputSize()), dialect: try c.dialect()))
    case "global_max_pool": kind = .pooling(Pooling(.max, over: .global, dialect: try c.dialect()))
    case "global_avg_pool": kind = .pooling(Pooling(.average, over: .global, dialect: try c.dialect()))
    case "global_lp_pool":
      kind = .pooling(Pooling(.lp(try c.number("norm")), over: .global, dialect: try c.dialect()))
    case "lp_pool2d":
      kind = .pooling(Pooling(.lp(try c.number("norm")), over: try c.sliding(), dialect: try c.dialect()))
    case "fractional_max_pool2d":
      // A call without numbers draws its own; only refusals can be told from such a case.
      let samples: FractionalSamples =
        c.extra["random_samples"] == nil ? .seed(0) : .given(try tensors.fractionalSamples(of: c))
      kind = .pooling(
        Pooling(
          .max,
          over: .fractional(try c.pair("kernel"), output: try c.outputSize(), samples: samples),
          dialect: try c.dialect()))
    case "fractional_max_pool_sequence":
      kind = .pooling(Pooling(.max, over: try c.boundaries(), dialect: try c.dialect()))
    case "fractional_avg_pool_sequence":
      kind = .pooling(Pooling(.average, over: try c.boundaries(), dialect: try c.dialect()))
    case "soft_pool2d":
      let soft = Reduction.soft(
        temperature: try c.number("temperature"),
        weightsConstantInGradient: c.parameters.bool("weights_constant_in_backward") ?? false)
      kind = .pooling(Pooling(soft, over: try c.sliding(), dialect: try c.dialect()))
    case "lip_pool2d":
      kind = .attention(
        Pooling(
          .attention(temperature: c.parameters.number("temperature") ?? 1), over: try c.sliding(),
          dialect: try c.dialect()), logits: try c.extra("logits"))
    case "max_unpool2d":
      kind = .unpooling(try c.unpooling(), indices: try c.extra("indices"))
    case "block_reduce": (kind, resultType) = try c.blockReduction()
    case "box_reduce":
      kind = try c.boxReduction()
      levels = c.elementType == "uint8" ? 1 : nil
    case "area_resize":
      kind = try c.areaReduction(of: try tensors.tensor(c.input).size)
      levels = c.elementType == "uint8" ? 1 : nil
    default: throw GoldenRefusal("the operator \(c.operation) is not known")
    }
  }
}

extension GoldenCall {
  /// What each operator may be given. A parameter that is not understood might change the numbers; null is the same as absent.
  private static let parameters: [String: Set<String>] = {
    let sliding: Set = ["kernel", "stride", "padding_mode", "pads", "dilation", "ceil_mode"]
    let boundaries: Set = ["row_sequence", "col_sequence", "overlapping", "pooling_ratio"]
    return [
      "max_pool2d": sliding, "max_pool_with_argmax": sliding.union(["include_batch_in_index"]),
      "avg_pool2d": sliding.union(["count_include_pad", "divisor_override"]),
      "lp_pool2d": sliding.union(["norm"]),
      "soft_pool2d": sliding.union(["temperature", "weights_constant_in_backward"]),
      "lip_pool2d": sliding.union(["temperature"]),
      "max_unpool2d": ["kernel", "stride", "padding_mode", "pads", "output_size"],
      "adaptive_max_pool2d": ["output_size"], "adaptive_avg_pool2d": ["output_size"],
      "global_max_pool": [], "global_avg_pool": [], "global_lp_pool": ["norm"],
      "fractional_max_pool2d": ["kernel", "output_size"], "fractional_max_pool_sequence": boundaries,
      "fractional_avg_pool_sequence": boundaries, "block_reduce": ["block", "function", "cval"],
      "box_reduce": ["factor", "premultiplied_alpha"], "area_resize": ["factor"],
    ]
  }()

  private static func checkParameters(of c: GoldenCase) throws(GoldenRefusal) {
    guard let known = parameters[c.operation] else {
      throw GoldenRefusal("the operator \(c.operation) has no translation")
    }
    for member in c.parameters.members where member.value != .null && !known.contains(member.name) {
      throw GoldenRefusal("\(c.operation) with \(member.name) has no translation")
    }
  }
}
