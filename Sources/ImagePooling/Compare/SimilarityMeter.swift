internal import PoolingEngine

/// Takes the rows of two pictures and gives their structural similarity.
protocol SimilarityMeter: AnyObject {
  /// The next row of both, samples of the meter's own type.
  func add(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer)
  /// Of each channel, the sum over all windows so far.
  var sums: [Double] { get }
}
