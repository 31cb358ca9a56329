/// Numbers in comma-separated text.
///
/// One plane: a line per row, cells separated by commas, spaces around a cell allowed, no quotes; `nan`, `inf`, `-inf`
/// in any letter case. Also the dump that ``CSVSink`` writes, with its header line `channel,row,c0,…`, all channels.
public enum CSV {
  /// Reads a table as float64 planes (integers, too: a warning says so).
  ///
  /// - Throws: ``FeatureMapError``: `corrupt` with line and column for an empty cell, something that is not a number or a
  ///   ragged row; `not_a_tensor` if there are no numbers at all; `limit` beyond `maximumBytes` of text.
  public static func read(
    _ input: TensorInput, maximumBytes: Int = .max
  ) throws(FeatureMapError) -> TensorReading { preconditionFailure("to come") }
}
