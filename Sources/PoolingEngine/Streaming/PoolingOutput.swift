/// One form in which a streamed pooling delivers its result. Several forms come from the same fold, so each is
/// rounded once from the exact value.
public enum PoolingOutput {
  /// The pooled values in an element type.
  ///
  /// Integer types: a max must fit; an average is rounded once by the layer's ``Pooling/rounding`` and clamped.
  /// `narrowing`: 16-bit values become 8-bit ones of the same meaning, v/257, in the same single rounding.
  case values(as: SampleType, narrowing: Bool = false, into: any RowSink)
  /// The row-major place in the upright input plane of each maximum, as int64; −1 where a window has no taps. With a
  /// filled border the place is in the enlarged plane.
  case indices(into: any RowSink)

  var sink: any RowSink {
    switch self {
    case .values(_, _, let sink), .indices(let sink): sink
    }
  }
}
