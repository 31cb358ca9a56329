internal import FeatureMaps
internal import PoolingEngine

extension Deviation {
  /// - Returns: nil if the two have other shapes or element types.
  init?(of result: Tensor, from exact: Tensor) {
    guard result.shape == exact.shape, result.sampleType == exact.sampleType else { return nil }
    var numbers = Numbers()
    let (these, those) = (result.withPlanes(&numbers), exact.withPlanes(&numbers))
    var (largest, sum) = (0.0, 0.0)
    for (this, that) in zip(these, those) {
      // Two NaN do not differ.
      let difference = this.isNaN && that.isNaN ? 0 : (this - that).magnitude
      largest = Double.maximum(largest, difference)
      sum += difference
    }
    self.init(maximum: largest, mean: these.isEmpty ? 0 : sum / Double(these.count))
  }

  /// Bytes that measuring holds for a result of so many samples.
  static func heldBytes(samples: Int, of type: SampleType) -> Int { samples * (2 * type.byteCount + 16) }

  private struct Numbers: PlanesVisitor {
    func visit<S: Sample>(_ planes: Planes<S>) -> [Double] {
      planes.samples.map { sample in
        switch sample {
        case let value as Float: Double(value)
        case let value as Double: value
        case let value as any BinaryInteger: Double(value)
        default: .nan
        }
      }
    }
  }
}
