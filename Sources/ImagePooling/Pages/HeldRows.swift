internal import FeatureMaps
internal import PoolingEngine

/// Rows that are kept as they pass, so that any part of them can be looked at upright afterwards.
final class HeldRows: RowSource {
  let format: RowFormat
  let orientation: Orientation
  private let source: any RowSource
  private let rows: UnsafeMutableRawBufferPointer
  private var rowCount = 0

  /// Allocates all rows, ``heldBytes(for:)``.
  init(_ source: any RowSource, _ orientation: Orientation) {
    self.source = source
    self.orientation = orientation
    format = source.format
    rows = .allocate(byteCount: max(1, HeldRows.heldBytes(for: source.format)), alignment: 16)
  }

  deinit { rows.deallocate() }

  static func heldBytes(for format: RowFormat) -> Int { format.size.height * format.bytesPerRow }

  func read(into strip: inout Strip) throws {
    try source.read(into: &strip)
    guard strip.rowCount > 0 else { return }
    precondition(
      strip.firstRow == rowCount && strip.rows.upperBound <= format.size.height, "rows come in order")
    UnsafeMutableRawBufferPointer(rebasing: rows[(rowCount * format.bytesPerRow)...]).copyMemory(
      from: strip.bytes)
    rowCount += strip.rowCount
  }

  /// The rows from the top, once they have all come.
  func again() -> any RowSource { Again(self) }

  /// Part of the upright picture as planes.
  ///
  /// - Parameter channels: which of the rows' channels, in order.
  func planes(_ region: PageRegion, channels: [Int]) throws(PoolingError) -> AnyPlanes {
    switch format.sampleType {
    case .uint8: .uint8(try planes(region, channels))
    case .uint16: .uint16(try planes(region, channels))
    case .int8: .int8(try planes(region, channels))
    case .int16: .int16(try planes(region, channels))
    case .int32: .int32(try planes(region, channels))
    case .int64: .int64(try planes(region, channels))
    case .float16: .float16(try planes(region, channels))
    case .float32: .float32(try planes(region, channels))
    case .float64: .float64(try planes(region, channels))
    }
  }

  private func planes<S: Sample>(
    _ region: PageRegion, _ channels: [Int]
  ) throws(PoolingError) -> Planes<S> {
    precondition(rowCount == format.size.height, "all rows have come")
    let places = StoredPlaces(format.size, orientation)
    var samples: [S] = []
    samples.reserveCapacity(region.height * region.width * channels.count)
    for channel in channels {
      for row in region.rows {
        for column in region.columns {
          let place = (row: row, column: column)
          let pixel = places.row(of: place) * format.size.width + places.column(of: place)
          samples.append(
            rows.load(
              fromByteOffset: (pixel * format.channels + channel) * S.type.byteCount, as: S.self))
        }
      }
    }
    return try Planes(
      channels: channels.count, size: Size(height: region.height, width: region.width), samples)
  }

  private final class Again: RowSource {
    let format: RowFormat
    private let held: HeldRows
    private var next = 0

    init(_ held: HeldRows) {
      precondition(held.rowCount == held.format.size.height, "all rows have come")
      self.held = held
      format = held.format
    }

    func read(into strip: inout Strip) {
      let count = min(strip.capacity, format.size.height - next)
      strip.fill(startingAt: next) { room in
        let start = next * format.bytesPerRow
        room.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: held.rows[start..<(start + count * format.bytesPerRow)]))
        return count
      }
      next += count
    }
  }
}
