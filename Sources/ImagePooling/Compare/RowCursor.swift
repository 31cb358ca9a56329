internal import PoolingEngine

/// The rows of a source, one at a time.
final class RowCursor {
  let format: RowFormat
  private let source: any RowSource
  private var strip: Strip
  private var next = 0

  init(_ source: any RowSource) {
    self.source = source
    format = source.format
    strip = Strip(format: format, capacity: Self.capacity(of: format))
  }

  /// Rows read at a time: some 256 KB of them.
  private static func capacity(of format: RowFormat) -> Int {
    max(1, min(64, 262_144 / max(1, format.bytesPerRow)))
  }

  static func heldBytes(for format: RowFormat) -> Int { capacity(of: format) * format.bytesPerRow }

  /// The bytes of the next row, valid until the one after it is asked for.
  func row() throws(ImagePoolError) -> UnsafeRawBufferPointer {
    if !strip.rows.contains(next) {
      do { try source.read(into: &strip) } catch { throw ImagePoolError(any: error) }
      guard strip.rows.contains(next) else {
        throw ImagePoolError(
          .truncated, "ends after \(next) of \(format.size.height) rows", remedy: "get the file again")
      }
    }
    let start = (next - strip.firstRow) * format.bytesPerRow
    next += 1
    return UnsafeRawBufferPointer(rebasing: strip.bytes[start..<(start + format.bytesPerRow)])
  }
}
