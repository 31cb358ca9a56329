/// One tap of an inspected window, in one channel.
public struct InspectedTap: Equatable, Sendable {
  /// Where it lies in what is pooled, upright; outside of it for padding, overhang and a filled border.
  public var row, column: Int
  /// The worse of its row's and its column's: overhang, then padding, then border.
  public var kind: InspectedAxis.Kind
  /// The sample of a border that is replicated or reflected, upright; of a sample its own place; nil where there is none.
  public var sourceRow, sourceColumn: Int?
  /// The same place in the rows as they are stored; nil unless the picture is stored turned.
  public var storedRow, storedColumn: Int?
  /// Nil for padding and overhang.
  public var value: InspectedNumber?
  /// How much it counts in the sum: 1; of area windows the product of the axes' weights; under premultiplied alpha a
  /// colour's alpha times that; of soft and attention pooling its share, so that all shares add up to 1; of a norm, a max, a min and
  /// a median 1. 0 for what has no value.
  public var weight: InspectedNumber
  /// It is the winner of a max or a min.
  public var wins: Bool
  /// It equals the winner and comes after it (before it, for NaN in the torch dialect).
  public var ties: Bool
}
