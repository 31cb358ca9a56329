internal import ImageCodecs
internal import PoolingEngine

/// The upright rows of both inputs of a comparison, kept as they pass.
final class ComparedRows {
  private(set) var held: [HeldRows] = []
  /// What the channels mean; nil for numbers. An array that is held against a picture is shown as one.
  private(set) var color: ColorModel?
  /// The input whose run says when to stop.
  private var input: ComparedInput?

  /// - Returns: rows to read instead.
  func keep(_ rows: any RowSource, of input: ComparedInput) -> any RowSource {
    color = color ?? input.prepared.color
    self.input = self.input ?? input
    held.append(HeldRows(rows, .upright))
    return held[held.count - 1]
  }

  /// What is held of one input, and what a page makes of it: samples as planes, compressed, in base64; of a large one regions and an overview.
  static func heldBytes(for format: RowFormat) -> Int {
    let held = HeldRows.heldBytes(for: format)
    let sample = format.sampleType.byteCount
    let regions = 4 * 3 * min(ComparisonReport.regionSamples * sample, ComparisonReport.regionBytes)
    let overview = 2 * 8 * ComparisonReport.mostOverviewPixels * ComparisonReport.mostOverviewChannels
    // Bytes, the stream, its text; half of them for each input.
    let differences =
      2 * ComparisonReport.mostOverviewPixels
      * (1 + min(format.channels, ComparisonReport.mostOverviewChannels))
    // A channel's figures, as they are counted, as JSON values, as text three times.
    let figures = 480 * format.channels
    return held + figures + min(3 * held, regions + differences + (sample == 1 ? overview / 8 : overview))
  }

  /// Throws if somebody wants the run to end, or it has taken too long.
  func checkpoint() throws(ImagePoolError) { try input?.checkpoint() }

  /// Calls `body` with each row of both, and looks at cancellation and time every few rows.
  func forEachRow(
    _ body: (Int, UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) throws(ImagePoolError) {
    let cursors = held.map { RowCursor($0.again()) }
    for row in 0..<cursors[0].format.size.height {
      if row % 16 == 0 { try checkpoint() }
      body(row, try cursors[0].row(), try cursors[1].row())
    }
  }
}
