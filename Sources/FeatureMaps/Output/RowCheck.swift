internal import PoolingEngine

/// Sees to it that rows come as announced: in their format, in order, all of them.
struct RowCheck {
  let format: RowFormat
  private(set) var nextRow = 0

  init(_ format: RowFormat) { self.format = format }

  mutating func take(_ strip: borrowing Strip) throws(FeatureMapError) {
    guard strip.format == format, strip.firstRow == nextRow, strip.rows.upperBound <= format.size.height
    else {
      throw FeatureMapError(
        .corrupt, "rows \(strip.rows) of \(strip.format) came where row \(nextRow) of \(format) was due")
    }
    nextRow += strip.rowCount
  }

  func checkComplete() throws(FeatureMapError) {
    guard nextRow == format.size.height else {
      throw FeatureMapError(.truncated, "\(nextRow) rows came of \(format.size.height)")
    }
  }
}

extension RowCheck? {
  /// The rows announced.
  func announced() throws(FeatureMapError) -> RowCheck {
    guard let self else { throw FeatureMapError(.truncated, "no rows were announced") }
    return self
  }
}
