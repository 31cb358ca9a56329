/// A candidate for the maximum of a window: its value and its row-major place in the upright plane.
struct Winner<Value: Sample>: BitwiseCopyable {
  var value: Value
  /// `noIndex` for *none*; negative for a candidate that precedes every sample still to come.
  var index: Int

  static var noIndex: Int { .max }
}
