public import PoolingEngine

/// Writes rows as an aligned grid of numbers per channel, for reading.
///
/// The first lines say the geometry. Of a larger result the first and last rows and columns are shown and a line says what
/// is left out; only what is shown is held. Floats are rounded to `digits` significant digits; the minimum, maximum and
/// mean above each grid are those of the whole channel.
public final class TextGridSink: RowSink {
  private var output: TextOutput
  private let geometry: FeatureMapGeometry
  private let limits: (columns: Int, rows: Int)
  private let digits: Int
  private var rows: RowCheck?
  private var grids: [TextGrid] = []
  private var statistics: [ChannelStatistics] = []

  /// - Parameters:
  ///   - columns: columns shown at most, at least 2.
  ///   - rows: rows shown at most, at least 2.
  public init(
    _ destination: OutputDescriptor, geometry: FeatureMapGeometry, columns: Int = 20, rows: Int = 40,
    digits: Int = 6
  ) {
    output = TextOutput(destination)
    self.geometry = geometry
    limits = (columns, rows)
    self.digits = digits
  }

  public func begin(_ format: RowFormat) throws(FeatureMapError) {
    rows = RowCheck(format)
    let grid = TextGrid(
      rows: ShownPlaces(count: format.size.height, limit: limits.rows),
      columns: ShownPlaces(count: format.size.width, limit: limits.columns))
    grids = Array(repeating: grid, count: format.channels)
    statistics = Array(repeating: ChannelStatistics(format.sampleType), count: format.channels)
  }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    var rows = try self.rows.announced()
    try rows.take(strip)
    self.rows = rows
    let format = rows.format
    for row in 0..<strip.rowCount {
      let bytes = UnsafeRawBufferPointer(
        rebasing: strip.bytes[(row * format.bytesPerRow)..<((row + 1) * format.bytesPerRow)])
      for channel in 0..<format.channels {
        let samples = SampleRow(
          bytes: bytes, type: format.sampleType, first: channel, stride: format.channels)
        samples.accept(&statistics[channel])
        guard grids[channel].rows.contains(strip.firstRow + row) else { continue }
        var cells = RowCells(places: grids[channel].columns.places, digits: digits)
        samples.accept(&cells)
        grids[channel].cells.append(cells.cells)
      }
    }
  }

  public func commit() throws(FeatureMapError) {
    let rows = try self.rows.announced()
    try rows.checkComplete()
    appendGeometry(rows.format)
    for (channel, grid) in grids.enumerated() {
      appendHeading(channel)
      grid.append(to: &output.pending)
      try output.flushIfFull()
    }
    grids = []
    try output.flush()
  }

  private func append(_ line: String) { output.pending.append(contentsOf: (line + "\n").utf8) }

  private func appendGeometry(_ format: RowFormat) {
    let channels = format.channels == 1 ? "1 channel" : "\(format.channels) channels"
    append(
      "\(geometry.operation), \(geometry.dialect) dialect: \(geometry.input) -> \(geometry.output), \(channels) of \(format.sampleType)"
    )
    if !geometry.parameters.isEmpty {
      append(
        geometry.parameters.map { parameter in
          let value =
            parameter.value.elements.map { $0.map(Self.text).joined(separator: ",") }
            ?? Self.text(parameter.value)
          return "\(parameter.name) \(value)"
        }.joined(separator: "  "))
    }
    guard let grid = grids.first, grid.rows.hasGap || grid.columns.hasGap else { return }
    append(
      "shown: \(grid.rows.shown) of \(grid.rows.count) rows, \(grid.columns.shown) of \(grid.columns.count) columns"
    )
  }

  private static func text(_ value: JSONValue) -> String {
    value.stringValue ?? String(decoding: value.encoded(), as: UTF8.self)
  }

  private func appendHeading(_ channel: Int) {
    let statistics = statistics[channel]
    func short(_ value: JSONValue) -> String {
      // Not as JSON writes them: nan, inf.
      let shortest = if case .number(let number) = value { number.description } else { Self.text(value) }
      let text = DecimalText(shortest, digits: digits)
      return text.whole + text.fraction
    }
    var heading =
      "\nchannel \(channel): minimum \(short(statistics.minimum)), maximum \(short(statistics.maximum)), mean \(short(.number(statistics.mean)))"
    if statistics.notANumberCount > 0 { heading += ", \(statistics.notANumberCount) nan" }
    append(heading)
  }

  /// The text, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { output.takeBytes() }

  /// About the most bytes that a sink holds for rows of that format.
  public static func heldBytes(for format: RowFormat, columns: Int = 20, rows: Int = 40) -> Int {
    let shown =
      min(format.size.height, max(2, rows)) * min(format.size.width, max(2, columns))
    return shown * format.channels * 48
  }
}
