internal import FeatureMaps
internal import PoolingEngine

/// An array that comes with an input: logits, indices, an upstream gradient.
struct ArrayInput {
  let tensor: Tensor

  /// - Parameter role: what the array is, for errors, and what it is called among several tensors of one file.
  init(_ input: Input, _ role: String, limits: Limits) throws(ImagePoolError) {
    let name = Recipe.name(of: input, nil)?.description
    do throws(ImagePoolError) {
      let opened = try OpenedInput(input)
      if let refusal = opened.refusal { throw refusal }
      switch opened.kind {
      case .npy:
        tensor = try Self.read { () throws(FeatureMapError) in
          try NPY.read(opened.tensorSource, layout: nil, maximumBytes: limits.memory).tensor
        }
      case .safetensors:
        tensor = try Self.read { () throws(FeatureMapError) in
          try Safetensors.read(opened.tensorSource, preferred: role, maximumBytes: limits.memory).tensor
        }
      case .csv:
        tensor = try Self.read { () throws(FeatureMapError) in
          try CSV.read(opened.tensorSource, maximumBytes: limits.memory).tensor
        }
      default:
        throw ImagePoolError(
          .unsupported, "is a picture", remedy: "give an array, .npy, .safetensors or .csv")
      }
    } catch {
      var error = error.of(name)
      error.message = "as \(role): " + error.message
      throw error
    }
  }

  private static func read(
    _ body: () throws(FeatureMapError) -> Tensor
  ) throws(ImagePoolError) -> Tensor {
    do throws(FeatureMapError) { return try body() } catch { throw ImagePoolError(error) }
  }

  /// The planes in a floating-point type, from whatever type they are of.
  func planes<S: Sample & BinaryFloatingPoint>(as type: S.Type) throws(ImagePoolError) -> Planes<S> {
    if let planes = tensor.planes(as: S.self) { return planes }
    let layer = Pooling(.average, over: .sliding(1))
    do {
      let sink = PlanesSink<S>()
      _ = try tensor.makeSource().pool(by: layer, into: [.values(as: S.type, into: sink)])
      return try sink.planes()
    } catch {
      throw ImagePoolError(any: error)
    }
  }
}
