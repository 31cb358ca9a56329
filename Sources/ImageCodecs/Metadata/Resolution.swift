/// Pixels per unit of length, along the stored picture's width (x) and height (y).
public struct Resolution: Sendable, Hashable {
  public enum Unit: String, Sendable, Hashable {
    /// Only the ratio x : y means something.
    case aspectRatio = "aspect_ratio"
    case perMetre = "per_metre"
    case perInch = "per_inch"
    case perCentimetre = "per_centimetre"
  }

  public var x: UInt32
  public var y: UInt32
  public var unit: Unit

  public init(x: UInt32, y: UInt32, unit: Unit) {
    self.x = x
    self.y = y
    self.unit = unit
  }

  /// Of the picture after its axes changed places.
  public var transposed: Resolution { Resolution(x: y, y: x, unit: unit) }
}
