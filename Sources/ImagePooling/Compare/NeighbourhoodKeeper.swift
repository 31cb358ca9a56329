internal import PoolingEngine

/// Keeps the last rows of two inputs until what lies around their first difference is known.
struct NeighbourhoodKeeper {
  /// Rows and columns on each side.
  static let reach = 2

  private let formats: (RowFormat, RowFormat)
  private var rows: [(row: Int, first: [UInt8], second: [UInt8])] = []
  private var place: (row: Int, sample: Int)?
  private(set) var result: Comparison.FirstDifference?

  init(_ first: RowFormat, _ second: RowFormat) { formats = (first, second) }

  static func heldBytes(for format: RowFormat) -> Int { (2 * reach + 1) * format.bytesPerRow }

  /// - Parameter place: the first difference, if there was one up to and in this row.
  mutating func add(
    _ row: Int, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer,
    _ place: (row: Int, sample: Int)?
  ) {
    guard result == nil else { return }
    self.place = place
    if rows.count > 2 * Self.reach { rows.removeFirst() }
    rows.append((row, Array(first), Array(second)))
    if let place, row == place.row + Self.reach { finish() }
  }

  /// No rows are left.
  mutating func finish() {
    guard result == nil, let place, let own = rows.first(where: { $0.row == place.row }) else { return }
    let (channels, width) = (formats.0.channels, formats.0.size.width)
    let (column, channel) = place.sample.quotientAndRemainder(dividingBy: channels)
    let columns = max(0, column - Self.reach)...min(width - 1, column + Self.reach)
    let around = rows.filter { abs($0.row - place.row) <= Self.reach }
    func texts(_ row: [UInt8], _ format: RowFormat) -> [String] {
      columns.map { SampleText.of(row, $0 * channels + channel, format.sampleType) }
    }
    result = Comparison.FirstDifference(
      channel: channel, row: place.row, column: column,
      first: SampleText.of(own.first, place.sample, formats.0.sampleType),
      second: SampleText.of(own.second, place.sample, formats.1.sampleType),
      top: around.first?.row ?? place.row, left: columns.lowerBound,
      firstNeighbourhood: around.map { texts($0.first, formats.0) },
      secondNeighbourhood: around.map { texts($0.second, formats.1) })
    rows = []
  }
}
