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
