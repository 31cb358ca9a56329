/// What finishing one output row needs beside its accumulators.
struct FinishContext {
  /// Result samples in the row: pixels × channels.
  var count: Int
  var channels: Int
  /// The vertical factor of the divisor.
  var rowDivisor: Int
  /// The horizontal factor for every result sample; empty for a max.
  var columnDivisors: UnsafeBufferPointer<Double>
  /// That factor if it is the same for all; nil if it is not.
  var commonColumnDivisor: Double?
  /// The input row that holds the windows' first taps in the upright picture, for rules that look at them; nil where
  /// the windows have no row.
  var head: UnsafeRawPointer?
  /// The input pixel of each result pixel's first tap; −1 where the window has no column.
  var headColumns: UnsafePointer<Int32>?
  /// The upright index of the head row's first pixel, and what to add per pixel.
  var headFirstIndex: Int
  var indexStep: Int
}
