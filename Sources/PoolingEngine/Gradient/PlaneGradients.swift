/// Computes planes on several threads and puts each, rounded once, where it belongs.
struct PlaneGradients: Sendable {
  let planes: Int
  let threads: Int
  let type: SampleType

  /// - Parameter gradients: of a plane, one array per output, all Double.
  func run(
    into outputs: [UnsafeMutableRawPointer], _ gradients: @Sendable (_ plane: Int) -> [[Double]]
  ) {
    let targets = Targets(outputs: outputs)
    SharedWork.run(pieces: planes, threads: threads) { plane in
      for (gradient, out) in zip(gradients(plane), targets.outputs) {
        GradientSamples.store(gradient, number: plane, as: type, into: out)
      }
    }
  }

  /// Planes are disjoint, so sharing the pointers is safe while `run` lasts.
  private struct Targets: @unchecked Sendable { let outputs: [UnsafeMutableRawPointer] }
}
