internal import PoolingEngine

/// Where places of the upright picture lie in the rows as they are stored.
struct StoredPlaces {
  private let size: Size
  private let orientation: Orientation

  /// - Parameter size: as stored.
  init(_ size: Size, _ orientation: Orientation) {
    self.size = size
    self.orientation = orientation
  }

  var isUpright: Bool { orientation == .upright }
  var swapsAxes: Bool { orientation.swapsAxes }

  func row(of upright: (row: Int, column: Int)) -> Int {
    storedRow(swapsAxes ? upright.column : upright.row)
  }

  func column(of upright: (row: Int, column: Int)) -> Int {
    storedColumn(swapsAxes ? upright.row : upright.column)
  }

  /// - Parameter place: along the upright axis that the stored rows follow.
  func storedRow(_ place: Int) -> Int {
    orientation.reversesStoredRows ? size.height - 1 - place : place
  }

  func storedColumn(_ place: Int) -> Int {
    orientation.reversesStoredColumns ? size.width - 1 - place : place
  }
}
