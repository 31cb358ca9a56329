public import PoolingEngine

extension FractionalSamples {
  /// Random numbers in pairs, width then height, one pair per plane.
  ///
  /// - Throws: ``ImagePoolError`` of kind `geometry` for an odd count.
  public init(pairs numbers: [Double]) throws(ImagePoolError) {
    guard numbers.count >= 2, numbers.count % 2 == 0 else {
      throw ImagePoolError(
        .geometry, "\(numbers.count) random numbers are no pairs",
        remedy: "give two for every plane, width then height")
    }
    self = .given(
      stride(from: 0, to: numbers.count, by: 2).map {
        FractionalSamples.Sample(width: numbers[$0], height: numbers[$0 + 1])
      })
  }

  /// The same from an array (…, 2), as PyTorch's `_random_samples` are.
  ///
  /// - Throws: ``ImagePoolError`` if it cannot be read or has another last axis.
  public init(reading input: Input, limits: Limits = .default) throws(ImagePoolError) {
    let array = try ArrayInput(input, "random numbers", limits: limits)
    guard array.tensor.shape.last == 2 else {
      throw ImagePoolError(
        .geometry, "the random numbers have the shape \(array.tensor.shape)",
        remedy: "the last axis is 2, width then height", input: Recipe.name(of: input, nil)?.description)
    }
    try self.init(pairs: try array.planes(as: Double.self).samples)
  }
}
