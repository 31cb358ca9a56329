/// The random numbers of a fractional pooling as PyTorch defines it: for every plane one for the width and one for the
/// height, so every plane has windows of its own.
public enum FractionalSamples: Hashable, Sendable {
  /// One per plane, in order: PyTorch's `_random_samples` (batch, channel, 2).
  case given([Sample])
  /// Drawn from a seed, plane by plane, the same on every machine; not the numbers that PyTorch draws.
  case seed(UInt64)

  /// A plane's two numbers, each from 0 to below 1.
  public struct Sample: Hashable, Sendable {
    /// PyTorch's first number.
    public var width: Double
    /// PyTorch's second number.
    public var height: Double

    public init(width: Double, height: Double) {
      self.width = width
      self.height = height
    }
  }
}

extension FractionalSamples {
  /// - Throws: ``PoolingError/Rule/sampleCount`` for a plane that has no numbers, ``PoolingError/Rule/fractionalSequence`` for
  ///   numbers outside 0..<1.
  func sample(ofPlane plane: Int) throws(PoolingError) -> Sample {
    switch self {
    case .given(let samples):
      guard samples.indices.contains(plane) else {
        throw PoolingError(
          .sampleCount, "\(samples.count) pairs of random numbers for plane \(plane + 1): every plane has one"
        )
      }
      let sample = samples[plane]
      for (name, number) in [("width", sample.width), ("height", sample.height)] {
        guard (0..<1).contains(number) else {
          throw PoolingError(
            .fractionalSequence,
            "the random number \(number) for the \(name) of plane \(plane + 1) is not from 0 to below 1")
        }
      }
      return sample
    case .seed(let seed):
      // A stream per plane, so that a plane's windows do not depend on how many there are.
      var planes = SplitMix64(seed: seed)
      var numbers = SplitMix64(seed: planes.next() &+ UInt64(truncatingIfNeeded: plane))
      return Sample(width: numbers.unitInterval(), height: numbers.unitInterval())
    }
  }

  /// - Throws: ``PoolingError/Rule/sampleCount`` unless there is a pair for every plane and no more.
  func check(planes: Int) throws(PoolingError) {
    guard case .given(let samples) = self, samples.count != planes else { return }
    throw PoolingError(
      .sampleCount, "\(samples.count) pairs of random numbers for \(planes) planes: every plane has one")
  }
}
