/// Writes rows of interleaved samples into planes that somebody else holds, a row at a time and nothing in between.
public final class ViewSink: RowSink {
  private let view: MutablePlanesView
  private let rows: ViewRows
  private var rowsWritten = 0

  /// - Parameter view: one batch item.
  /// - Throws: ``PoolingError/Rule/sampleCount`` for several.
  public init(_ view: MutablePlanesView) throws(PoolingError) {
    self.view = view
    let layout = view.layout
    guard layout.batch == 1 else {
      throw PoolingError(.sampleCount, "rows are one picture, and \(layout.batch) are to be written")
    }
    rows = ViewRows(ViewGroup(0, of: layout, channels: layout.channels), view.start, layout)
  }

  public func begin(_ format: RowFormat) throws {
    let layout = view.layout
    guard
      format
        == RowFormat(size: layout.size, channels: layout.channels, sampleType: layout.sampleType)
    else {
      throw PoolingError(
        .sampleCount,
        "rows of \(format.size) with \(format.channels) channels of \(format.sampleType.rawValue) do not fit the array"
      )
    }
    rowsWritten = 0
  }

  public func write(_ strip: borrowing Strip) throws {
    guard strip.firstRow == rowsWritten, strip.rows.upperBound <= view.layout.size.height else {
      throw PoolingError(.sampleCount, "rows of another place than announced")
    }
    for row in strip.rows { rows.store(row, from: strip.rowStart(row)) }
    rowsWritten += strip.rowCount
  }

  public func commit() throws {
    guard rowsWritten == view.layout.size.height else {
      throw PoolingError(.sampleCount, "\(rowsWritten) rows arrived of \(view.layout.size.height)")
    }
  }
}
