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

  /// What is held of one input, and what a page makes of it: samples as planes, as bytes, in base64.
  static func heldBytes(for format: RowFormat) -> Int { 4 * HeldRows.heldBytes(for: format) }

  /// Calls `body` with each row of both.
  func forEachRow(
    _ body: (Int, UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
  ) throws(ImagePoolError) {
    let cursors = held.map { RowCursor($0.again()) }
    for row in 0..<cursors[0].format.size.height { body(row, try cursors[0].row(), try cursors[1].row()) }
  }
}
