/// A sample of a pooling's upright result.
public struct OutputPlace: Hashable, Sendable {
  public var row, column: Int
  /// Nil: all channels.
  public var channel: Int?

  public init(row: Int, column: Int, channel: Int? = nil) {
    self.row = row
    self.column = column
    self.channel = channel
  }
}
