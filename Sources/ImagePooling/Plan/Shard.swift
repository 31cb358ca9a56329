/// One of several equal parts of a list of inputs, told by a hash of what names say of their outputs: the same on every
/// machine, whatever the order of the list. Inputs that could be written to one output are in one part.
public struct Shard: Hashable, Sendable {
  /// From 1.
  public let number: Int
  public let count: Int

  /// Nil unless 1 ≤ number ≤ count.
  public init?(_ number: Int, of count: Int) {
    guard number >= 1, number <= count else { return nil }
    self.number = number
    self.count = count
  }

  func contains(_ key: Path) -> Bool { NameHash(key.bytes).high % UInt64(count) == UInt64(number - 1) }
}
