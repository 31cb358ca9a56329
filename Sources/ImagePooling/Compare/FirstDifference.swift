extension Comparison {
  /// A place where two samples differ, and what lies around it in the same channel.
  public struct FirstDifference: Hashable, Sendable {
    /// Counted from 0; of a tensor the plane, over all axes ahead of rows and columns.
    public var channel, row, column: Int
    /// The samples, integers whole and floats by the shortest digits that read back to the same value.
    public var first, second: String
    /// The place of the neighbourhood's first row and column: two above and to the left, if there are so many.
    public var top, left: Int
    /// Rows of samples around the place, at most five of five.
    public var firstNeighbourhood, secondNeighbourhood: [[String]]
  }
}
