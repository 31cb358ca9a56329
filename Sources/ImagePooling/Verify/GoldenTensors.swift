internal import FeatureMaps
internal import PoolingEngine

/// The arrays of a golden set.
struct GoldenTensors {
  let manifest: GoldenManifest

  func tensor(_ name: String) throws -> Tensor { try manifest.tensor(named: name) }

  /// (batch, channel, 2): a number for the width, then one for the height.
  func fractionalSamples(of c: GoldenCase) throws -> [FractionalSamples.Sample] {
    let tensor = try tensor(try c.extra("random_samples"))
    guard tensor.shape.last == 2 else {
      throw GoldenRefusal("random_samples of shape \(tensor.shape) are no pairs")
    }
    var numbers = DoubleSamples()
    let all = tensor.withPlanes(&numbers)
    return stride(from: 0, to: all.count, by: 2).map {
      FractionalSamples.Sample(width: all[$0], height: all[$0 + 1])
    }
  }

  private struct DoubleSamples: PlanesVisitor {
    mutating func visit<S: Sample>(_ planes: Planes<S>) -> [Double] {
      planes.samples.map { sample in
        switch sample {
        case let value as Float: Double(value)
        case let value as Double: value
        default: .nan
        }
      }
    }
  }
}
