/// Upright indices of stored rows: the index of a row's first pixel, and the step from pixel to pixel.
struct RowIndexing: Sendable {
  let orientation: Orientation
  /// The upright size of the plane that is indexed.
  let upright: Size

  func firstIndex(ofStoredRow row: Int) -> Int {
    if orientation.swapsAxes {
      let column = orientation.reversesStoredRows ? upright.width - 1 - row : row
      return (orientation.reversesStoredColumns ? (upright.height - 1) * upright.width : 0) + column
    }
    let uprightRow = orientation.reversesStoredRows ? upright.height - 1 - row : row
    return uprightRow * upright.width + (orientation.reversesStoredColumns ? upright.width - 1 : 0)
  }

  var step: Int {
    let along = orientation.swapsAxes ? upright.width : 1
    return orientation.reversesStoredColumns ? -along : along
  }
}
