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

  /// - Throws: ``GoldenRefusal`` for an operator or parameters that are not served.
  init(_ c: GoldenCase, _ tensors: GoldenTensors) throws {
    switch c.operation {
    case "max_pool2d", "max_pool_with_argmax":
      kind = .pooling(Pooling(.max, over: try c.sliding(), dialect: try c.dialect()))
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
        Pooling(.attention(), over: try c.sliding(), dialect: try c.dialect()), logits: try c.extra("logits"))
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
