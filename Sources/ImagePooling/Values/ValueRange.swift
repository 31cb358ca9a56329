/// The numbers of a tensor that become black and white in a picture.
public struct ValueRange: Hashable, Sendable, CustomStringConvertible {
  public let minimum, maximum: Double

  /// Nil unless both are finite and the minimum is below the maximum.
  public init?(minimum: Double, maximum: Double) {
    guard minimum.isFinite, maximum.isFinite, minimum < maximum, (maximum - minimum).isFinite else {
      return nil
    }
    self.minimum = minimum
    self.maximum = maximum
  }

  public var description: String { "\(minimum),\(maximum)" }
}
