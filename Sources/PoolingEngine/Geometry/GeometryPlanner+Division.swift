// Windows that divide an axis, or a part of it, into as many stretches as the result has samples.
extension GeometryPlanner {
  /// - Parameter part: the rows and columns that are divided; nil: all.
  func dividedGeometry(
    _ output: Size, part: (rows: Range<Int>, columns: Range<Int>)? = nil,
    maker: (Range<Int>) -> AxisWindows.Maker
  ) throws(PoolingError) -> Geometry {
    guard output.height >= 1, output.width >= 1 else {
      throw PoolingError(
        .emptyOutput, "an output of \(output.height) rows and \(output.width) columns has no windows")
    }
    guard output.height <= Self.largestParameter, output.width <= Self.largestParameter else {
      throw PoolingError(
        .overflow, "an output of \(output) is too large: sides go up to \(Self.largestParameter)")
    }
    let rows = part?.rows ?? 0..<input.height
    let columns = part?.columns ?? 0..<input.width
    return Geometry(
      input: input,
      rows: AxisWindows(inputLength: input.height, count: output.height, maker: maker(rows)),
      columns: AxisWindows(inputLength: input.width, count: output.width, maker: maker(columns)))
  }

  func thumbnailGeometry(_ size: ThumbnailSize, isAdaptive: Bool) throws(PoolingError) -> Geometry {
    try check(size)
    return try dividedGeometry(
      size.size(of: input), part: size.part(of: input), maker: { isAdaptive ? .adaptive($0) : .area($0) })
  }

  func check(_ size: ThumbnailSize) throws(PoolingError) {
    for (name, value) in size.parameters {
      guard value >= 1 else { throw PoolingError(.emptyOutput, "a \(name) of \(value) holds no picture") }
      guard value <= Self.largestParameter else {
        throw PoolingError(
          .overflow, "a \(name) of \(value) is too large: it goes up to \(Self.largestParameter)")
      }
    }
  }
}
