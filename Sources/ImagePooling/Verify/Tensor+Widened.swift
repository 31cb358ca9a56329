internal import FeatureMaps
internal import PoolingEngine

extension Tensor {
  /// The same numbers in a floating-point type, for expectations that a framework gave in one: integers that it holds
  /// exactly. Anything else stays as it is, and is then found to be of another type.
  func widened(to type: SampleType) -> Tensor {
    guard type.isFloatingPoint, !sampleType.isFloatingPoint else { return self }
    var numbers = ExactNumbers()
    guard let all = withPlanes(&numbers) else { return self }
    switch type {
    case .float32: return rewrapped(all.compactMap { Float(exactly: $0) })
    default: return rewrapped(all)
    }
  }

  private func rewrapped<S: Sample>(_ samples: [S]) -> Tensor {
    guard let planes = try? Planes(channels: channels, size: size, samples),
      let tensor = try? Tensor(shape: shape, AnyPlanes(planes))
    else { return self }
    return tensor
  }

  private struct ExactNumbers: PlanesVisitor {
    mutating func visit<S: Sample>(_ planes: Planes<S>) -> [Double]? {
      let numbers = planes.samples.compactMap { sample -> Double? in
        (sample as? any BinaryInteger).flatMap { Double(exactly: $0) }
      }
      return numbers.count == planes.samples.count ? numbers : nil
    }
  }
}
