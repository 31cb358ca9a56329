/// How far a result is from the exact one, in levels of the result's samples, over all its channels.
public struct Deviation: Hashable, Sendable {
  /// The largest absolute difference of two samples at the same place.
  public var maximum: Double
  /// The mean absolute difference.
  public var mean: Double

  public init(maximum: Double, mean: Double) {
    self.maximum = maximum
    self.mean = mean
  }

  static let zero = Deviation(maximum: 0, mean: 0)
}
