/// Indices of any layout as places among the samples of N·C planes, plane after plane.
struct IndexPlaces {
  let layout: IndexLayout
  /// C.
  let channels: Int
  /// N·C.
  let planes: Int
  let output: Size

  func places(of indices: Planes<Int64>) throws(PoolingError) -> [Int] {
    let perPlane = indices.size.height * indices.size.width
    var places: [Int] = []
    places.reserveCapacity(indices.samples.count)
    let limit = self.limit
    for (number, index) in indices.samples.enumerated() {
      guard index >= 0, index < limit else {
        let place = number % max(1, perPlane)
        throw PoolingError(
          .indexRange,
          "index \(index) of plane \(number / max(1, perPlane)), row \(place / indices.size.width), column "
            + "\(place % indices.size.width) is not from 0 to below \(limit): the unpooled planes are \(output)"
        )
      }
      places.append(place(Int(index), plane: number / max(1, perPlane)))
    }
    return places
  }

  /// Indices count up to here.
  private var limit: Int {
    let plane = output.height * output.width
    return switch layout {
    case .plane: plane
    case .nhwc: plane * channels
    case .nhwcBatch, .nchwBatch, .nchwBatchColumnMajor: plane * planes
    }
  }

  private func place(_ index: Int, plane: Int) -> Int {
    let size = output.height * output.width
    switch layout {
    case .plane: return plane * size + index
    case .nchwBatch: return index
    case .nchwBatchColumnMajor:
      let (column, row) = (index % size / output.height, index % output.height)
      return index / size * size + row * output.width + column
    case .nhwc:
      let item = plane / channels
      return (item * channels + index % channels) * size + index / channels
    case .nhwcBatch:
      let (item, within) = (index / (size * channels), index % (size * channels))
      return (item * channels + within % channels) * size + within / channels
    }
  }
}
