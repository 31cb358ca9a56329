internal import FeatureMaps
internal import PoolingEngine

// Work on whole planes: gradients and unpooling. Their result goes through an identity layer to the same outputs as a pooling.
extension RecipeRun {
  /// A layer that changes nothing.
  private static let identity = Pooling(.max, over: .sliding(1))

  /// Replaces the input's rows by the gradient.
  func backward(
    _ prepared: inout PreparedInput, upstream: Input?, of target: Recipe.GradientTarget
  ) throws(ImagePoolError) -> Chain {
    let shapes = try shapes(prepared)
    if target == .logits, recipe.layers.first?.reduction.takesLogits != true {
      throw ImagePoolError(.unsupported, "there are no logits", remedy: "they belong to --op attention")
    }
    let format = prepared.rows.format
    let needsDouble = [SampleType.float64, .int32, .int64].contains(format.sampleType)
    let bytes = try gradientMemory(shapes, format.channels, needsDouble ? .float64 : .float32)
    try check(memory: bytes + prepared.heldBytes)
    let gradient =
      needsDouble
      ? try gradient(prepared, shapes, upstream, target, as: Double.self)
      : try gradient(prepared, shapes, upstream, target, as: Float.self)
    prepared.replace(by: gradient, keepsColor: false)
    return try wholeChain(prepared, shapes, held: bytes)
  }

  /// The planes of every layer, their gradients, and what the largest of these takes to compute.
  private func gradientMemory(
    _ shapes: [LayerShape], _ channels: Int, _ type: SampleType
  ) throws(ImagePoolError) -> Int {
    var planes = 0.0
    var work = 0
    for (layer, shape) in zip(recipe.layers, shapes) {
      let samples = Self.samples(shape.input) + 2 * Self.samples(shape.output)
      planes += 2 * Double(channels) * samples * Double(type.byteCount)
      do throws(PoolingError) {
        let bytes = try layer.gradientWorkingMemory(
          of: shape.input, channels: channels, sampleType: type, threads: Processors.count)
        work = max(work, bytes)
      } catch {
        throw ImagePoolError(error)
      }
    }
    return Int(min(planes + Double(work), Double(Int.max / 4)))
  }

  private static func samples(_ size: Size) -> Double { Double(size.height) * Double(size.width) }

  private func gradient<S: Sample & BinaryFloatingPoint>(
    _ prepared: PreparedInput, _ shapes: [LayerShape], _ upstream: Input?, _ target: Recipe.GradientTarget,
    as type: S.Type
  ) throws(ImagePoolError) -> Tensor {
    do {
      var planes = [try floatPlanes(prepared, as: S.self)]
      let logits = try recipe.layers.first?.reduction.takesLogits == true ? logitPlanes(as: S.self) : nil
      let schedule = Schedule(threads: Processors.count)
      for layer in recipe.layers.dropLast() {
        let input = planes[planes.count - 1]
        if planes.count == 1, let logits {
          planes.append(try layer(input, logits: logits, as: S.self, schedule: schedule))
        } else {
          planes.append(try layer(input, as: S.self, schedule: schedule))
        }
      }
      let size = shapes[shapes.count - 1].output
      var gradient: Planes<S>
      if let upstream {
        gradient = try ArrayInput(upstream, "upstream gradient", limits: recipe.limits).planes(as: S.self)
      } else {
        gradient = Planes(channels: planes[0].channels, size: size, repeating: 1)
      }
      for (layer, input) in zip(recipe.layers, planes).reversed() {
        try checkpoint()
        guard layer.reduction.takesLogits, let logits else {
          gradient = try layer.gradient(of: input, upstream: gradient, schedule: schedule)
          continue
        }
        let both = try layer.gradients(of: input, logits: logits, upstream: gradient, schedule: schedule)
        gradient = target == .logits ? both.logits : both.input
      }
      return try tensor(gradient, axes: prepared.leadingAxes)
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  /// Replaces the input's rows by the unpooled ones.
  func unpool(
    _ prepared: inout PreparedInput, _ unpooling: MaxUnpooling, indices: Input
  ) throws(ImagePoolError) -> Chain {
    let format = prepared.rows.format
    let pooled = prepared.orientation.upright(format.size)
    let size: Size
    do throws(PoolingError) { size = try unpooling.outputSize(of: pooled) } catch {
      throw ImagePoolError(error)
    }
    try check(result: size, channels: format.channels)
    let samples = Double(format.channels) * (Double(size.height) * Double(size.width))
    let bytes = Int(
      min(samples * 8 + Double(format.samplesPerRow * format.size.height) * 24, Double(Int.max / 4)))
    try check(memory: bytes + prepared.heldBytes)
    let places = try ArrayInput(indices, "indices", limits: recipe.limits).tensor
    guard let places = places.planes(as: Int64.self) else {
      throw ImagePoolError(
        .unsupported, "indices are int64, not \(places.sampleType.rawValue)",
        remedy: "give what --indices wrote", input: Recipe.name(of: indices, nil)?.description)
    }
    do {
      let sink = TensorSink()
      _ = try pool(prepared, Self.identity, into: [.values(as: format.sampleType, into: sink)]) {}
      try sink.commit()
      // Axes [N, C] or [C]; a picture's and a plane's channels are all there are.
      let channels = (prepared.leadingAxes?.last).flatMap { $0 > 0 ? $0 : nil }
      let result = try Self.unpooled(try sink.tensor().planes, by: unpooling, places, channels)
      let axes = prepared.leadingAxes
      prepared.replace(by: try Self.tensor(result, axes: axes), keepsColor: true)
    } catch {
      throw ImagePoolError(any: error)
    }
    let shape = LayerShape(
      operation: "unpool", dialect: unpooling.dialect, input: pooled, output: size, channels: format.channels,
      inputType: format.sampleType, outputType: format.sampleType)
    return try wholeChain(prepared, [shape], held: bytes)
  }

  private static func unpooled(
    _ planes: AnyPlanes, by unpooling: MaxUnpooling, _ places: Planes<Int64>, _ channels: Int?
  ) throws -> AnyPlanes {
    switch planes {
    case .uint8(let planes): .uint8(try unpooling(planes, indices: places, channels: channels))
    case .uint16(let planes): .uint16(try unpooling(planes, indices: places, channels: channels))
    case .int8(let planes): .int8(try unpooling(planes, indices: places, channels: channels))
    case .int16(let planes): .int16(try unpooling(planes, indices: places, channels: channels))
    case .int32(let planes): .int32(try unpooling(planes, indices: places, channels: channels))
    case .int64(let planes): .int64(try unpooling(planes, indices: places, channels: channels))
    case .float16(let planes): .float16(try unpooling(planes, indices: places, channels: channels))
    case .float32(let planes): .float32(try unpooling(planes, indices: places, channels: channels))
    case .float64(let planes): .float64(try unpooling(planes, indices: places, channels: channels))
    }
  }

  private func wholeChain(
    _ prepared: PreparedInput, _ shapes: [LayerShape], held: Int
  ) throws(ImagePoolError) -> Chain {
    Chain(
      last: Self.identity, shapes: shapes, geometry: try geometry(of: Self.identity, prepared),
      heldBytes: held)
  }

  /// The input's planes, upright, in a floating-point type.
  private func floatPlanes<S: Sample & BinaryFloatingPoint>(
    _ prepared: PreparedInput, as type: S.Type
  ) throws -> Planes<S> {
    // A max keeps the sign of a zero; an average of one integer is that integer.
    let copy =
      prepared.rows.format.sampleType.isFloatingPoint
      ? Self.identity : Pooling(.average, over: .sliding(1), dialect: .onnx)
    let sink = PlanesSink<S>()
    _ = try pool(prepared, copy, into: [.values(as: S.type, into: sink)]) {}
    _ = try damage(of: prepared)
    try sink.commit()
    return try sink.planes()
  }

  private func logitPlanes<S: Sample & BinaryFloatingPoint>(as type: S.Type) throws -> Planes<S>? {
    try recipe.logits.map { try ArrayInput($0, "logits", limits: recipe.limits).planes(as: S.self) }
  }

  private func tensor<S: Sample>(_ planes: Planes<S>, axes: [Int]?) throws -> Tensor {
    try Self.tensor(AnyPlanes(planes), axes: axes)
  }

  private static func tensor(_ planes: AnyPlanes, axes: [Int]?) throws -> Tensor {
    let axes = axes ?? [planes.channels]
    // Logits of one plane have no more axes than that.
    let leading = axes.reduce(1, *) == planes.channels ? axes : [planes.channels]
    return try Tensor(shape: leading + [planes.size.height, planes.size.width], planes)
  }
}
