internal import FeatureMaps
internal import PoolingEngine

/// Runs the call of a golden case through the library's public face, as any program would, and gives its results by role.
struct GoldenRun {
  let c: GoldenCase
  let call: GoldenCall
  let tensors: GoldenTensors

  /// - Throws: ``PoolingError`` if the engine refuses the call; ``GoldenRefusal``, ``FeatureMapError``.
  func results() throws -> [String: Tensor] {
    let input = try tensors.tensor(c.input)
    guard input.shape.count == 4 else {
      throw GoldenRefusal("an input of shape \(input.shape) is not N, C, H, W")
    }
    return switch input.planes {
    case .uint8(let planes): try results(of: planes, input)
    case .uint16(let planes): try results(of: planes, input)
    case .int8(let planes): try results(of: planes, input)
    case .int16(let planes): try results(of: planes, input)
    case .int32(let planes): try results(of: planes, input)
    case .int64(let planes): try results(of: planes, input)
    case .float16(let planes):
      try results(of: planes, input).merging(try gradients(of: planes, input)) { own, _ in own }
    case .float32(let planes):
      try results(of: planes, input).merging(try gradients(of: planes, input)) { own, _ in own }
    case .float64(let planes):
      try results(of: planes, input).merging(try gradients(of: planes, input)) { own, _ in own }
    }
  }

  private func results<S: Sample & Numeric>(of planes: Planes<S>, _ input: Tensor) throws -> [String: Tensor]
  {
    switch call.kind {
    case .pooling(let layer):
      if call.isIndexed {
        let (values, indices) = try layer.withIndices(planes)
        return [
          "output": try tensor(values, like: input),
          "indices": try tensor(numbered(indices, input), like: input),
        ]
      }
      return ["output": try output(of: layer, planes, input)]
    case .attention(let layer, let name):
      let logits = try tensors.tensor(name)
      guard let logits = logits.planes(as: Double.self) ?? logits.planes(as: Float.self)?.asDouble else {
        throw GoldenRefusal("logits are float32 or float64")
      }
      return ["output": try tensor(try layer(planes, logits: logits, as: S.self), like: input)]
    case .unpooling(let unpooling, let name):
      return [
        "output": try tensor(
          try unpooling(planes, indices: try indices(name), channels: input.shape[1]), like: input)
      ]
    }
  }

  private func output<S: Sample>(of layer: Pooling, _ planes: Planes<S>, _ input: Tensor) throws -> Tensor {
    switch call.resultType {
    case .float64?: try tensor(try layer(planes, as: Double.self), like: input)
    case .int64?: try tensor(try layer(planes, as: Int64.self), like: input)
    default: try tensor(try layer(planes, as: S.self), like: input)
    }
  }

  private func gradients<S: Sample & BinaryFloatingPoint>(
    of planes: Planes<S>, _ input: Tensor
  ) throws -> [String: Tensor] {
    guard let name = c.upstreamGradient else { return [:] }
    guard let upstream = try tensors.tensor(name).planes(as: S.self) else {
      throw GoldenRefusal("the upstream gradient is not of the input's type")
    }
    switch call.kind {
    case .pooling(let layer):
      return ["grad_input": try tensor(try layer.gradient(of: planes, upstream: upstream), like: input)]
    case .attention(let layer, let name):
      guard let logits = try tensors.tensor(name).planes(as: S.self) else {
        throw GoldenRefusal("the logits are not of the input's type")
      }
      let gradients = try layer.gradients(of: planes, logits: logits, upstream: upstream)
      return [
        "grad_input": try tensor(gradients.input, like: input),
        "grad_logits": try tensor(gradients.logits, like: input),
      ]
    case .unpooling(let unpooling, let name):
      let gradient = try unpooling.gradient(
        of: try indices(name), upstream: upstream, channels: input.shape[1])
      return ["grad_input": try tensor(gradient, like: input)]
    }
  }

  private func indices(_ name: String) throws -> Planes<Int64> {
    guard let indices = try tensors.tensor(name).planes(as: Int64.self) else {
      throw GoldenRefusal("the indices are not int64")
    }
    return indices
  }

  private func numbered(_ indices: Planes<Int64>, _ input: Tensor) throws -> Planes<Int64> {
    guard let layout = try c.layout() else { return indices }
    let channels = input.shape[1]
    let perPlane = indices.size.height * indices.size.width
    return try Planes(
      channels: indices.channels, size: indices.size,
      indices.samples.enumerated().map { number, index in
        let plane = number / max(1, perPlane)
        return layout.index(
          plane: index, batch: plane / channels, channel: plane % channels, channels: channels,
          size: input.size)
      })
  }

  private func tensor<S: Sample>(_ planes: Planes<S>, like input: Tensor) throws -> Tensor {
    try Tensor(
      shape: [input.shape[0], input.shape[1], planes.size.height, planes.size.width], AnyPlanes(planes))
  }
}

extension Planes where S == Float {
  fileprivate var asDouble: Planes<Double>? {
    try? Planes<Double>(channels: channels, size: size, samples.map(Double.init))
  }
}
