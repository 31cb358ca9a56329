/// What a pooling comes down to for an input of one size: its windows and its border, all checked.
public struct Geometry: Hashable, Sendable {
  /// The size of the input as it was given.
  public let input: Size
  public let output: Size
  /// The windows of the vertical axis, over the input (with its border, if that is filled).
  public let rows: AxisWindows
  /// The windows of the horizontal axis.
  public let columns: AxisWindows
  /// What is put around the input before pooling; all zero unless the border is filled.
  public let filledBorder: FilledBorder

  init(input: Size, rows: AxisWindows, columns: AxisWindows, filledBorder: FilledBorder = .none) {
    self.input = input
    self.rows = rows
    self.columns = columns
    self.filledBorder = filledBorder
    output = Size(height: rows.count, width: columns.count)
  }
}
