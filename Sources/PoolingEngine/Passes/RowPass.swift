/// Takes the rows of a stored picture in order and emits finished rows.
protocol RowPass: AnyObject {
  /// Result samples clamped so far, over all forms.
  var clampedSamples: Int { get }
  /// Takes the next row.
  ///
  /// - Parameter isStable: the row stays where it is until ``expireRows()``; else it lasts during the call only.
  func push(_ row: Int, _ samples: UnsafeRawPointer, isStable: Bool) throws
  /// The rows pushed so far are about to go away.
  func expireRows()
  func finish() throws
}

extension PoolingPass: RowPass {}

extension PoolingPlan {
  /// A pass over all outputs: one for all channels, or one for each where every plane has windows of its own.
  func pass(of layer: Pooling, emit: @escaping PoolingPass.Emit) throws(PoolingError) -> any RowPass {
    guard case .fractional(_, _, let samples) = layer.windowing.kind else {
      return PoolingPass(self, outputs: 0..<rows.count, emit: emit)
    }
    try samples.check(planes: channels)
    return try PlanePasses(layer, self, emit: emit)
  }
}
