/// Height and width of a plane, in samples.
public struct Size: Hashable, Sendable, CustomStringConvertible {
  public var height: Int
  public var width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// The size after rows and columns changed places.
  public var transposed: Size { Size(height: width, width: height) }

  /// `WIDTHxHEIGHT`, as image people write it.
  public var description: String { "\(width)x\(height)" }
}
