internal import FeatureMaps
internal import PoolingEngine

extension AnyPlanes {
  /// A rectangle of every plane.
  ///
  /// - Precondition: it lies in the planes.
  func part(_ rows: Range<Int>, _ columns: Range<Int>) throws(PoolingError) -> AnyPlanes {
    if rows == 0..<size.height, columns == 0..<size.width { return self }
    var visitor = Part(rows: rows, columns: columns)
    return try accept(&visitor)
  }

  /// The planes as rows of interleaved samples.
  func makeSource() throws(FeatureMapError) -> any RowSource {
    try Tensor(shape: [channels, size.height, size.width], self).makeSource()
  }

  private struct Part: PlanesVisitor {
    let rows, columns: Range<Int>

    mutating func visit<S: Sample>(_ planes: Planes<S>) throws(PoolingError) -> AnyPlanes {
      var samples: [S] = []
      samples.reserveCapacity(planes.channels * rows.count * columns.count)
      for channel in 0..<planes.channels {
        for row in rows {
          let start = (channel * planes.size.height + row) * planes.size.width
          samples += planes.samples[(start + columns.lowerBound)..<(start + columns.upperBound)]
        }
      }
      return AnyPlanes(
        try Planes(
          channels: planes.channels, size: Size(height: rows.count, width: columns.count), samples))
    }
  }
}
