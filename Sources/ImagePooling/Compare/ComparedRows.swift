internal import ImageCodecs
internal import PoolingEngine

/// The upright rows of both inputs of a comparison, kept as they pass.
final class ComparedRows {
  private(set) var held: [HeldRows] = []
  /// What the channels mean; nil for numbers. An array that is held against a picture is shown as one.
  private(set) var color: ColorModel?

  /// - Returns: rows to read instead.
  func keep(_ rows: any RowSource, of input: ComparedInput) -> any RowSource {
    color = color ?? input.prepared.color
    held.append(HeldRows(rows, .upright))
    return held[held.count - 1]
  }

  /// What is held of one input, and what a page makes of it: samples as planes, compressed, in base64; of a large one parts and an overview.
  static func heldBytes(for format: RowFormat) -> Int {
    let held = HeldRows.heldBytes(for: format)
    let sample = format.sampleType.byteCount
    let parts = 4 * 3 * min(ComparisonReport.regionSamples * sample, ComparisonReport.regionBytes)
    let overview = 2 * 8 * ComparisonReport.mostOverviewPixels * ComparisonReport.mostOverviewChannels
    return held + min(3 * held, parts + (sample == 1 ? overview / 8 : overview))
  }

  /// Calls `body` with each row of both.
  func forEachRow(
    _ body: (Int, UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) throws(ImagePoolError) {
    let cursors = held.map { RowCursor($0.again()) }
    for row in 0..<cursors[0].format.size.height { body(row, try cursors[0].row(), try cursors[1].row()) }
  }
}
