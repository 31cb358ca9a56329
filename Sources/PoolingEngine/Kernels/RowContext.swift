/// What a row loop needs to know beside its pointers.
struct RowContext {
  /// Samples in the row: pixels × channels.
  var count: Int
  var channels: Int
  /// How often the row counts.
  var weight = 1
  /// The upright index of the row's first pixel, and what to add per pixel.
  var firstIndex = 0
  var indexStep = 1
}
