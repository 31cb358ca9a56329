/// A vertical and a horizontal value, in the frameworks' order (H, W).
public struct Pair: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  public var vertical: Int
  public var horizontal: Int

  public init(_ vertical: Int, _ horizontal: Int) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  /// The same value on both axes.
  public init(integerLiteral value: Int) { self.init(value, value) }

  public var description: String { "\(vertical),\(horizontal)" }
}
