internal import PoolingEngine

/// A source over a source: every row of the one becomes a row of the other, pixel by pixel.
final class RowStage: RowSource {
  let format: RowFormat
  private let source: any RowSource
  private let transform: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer, Int) -> Void
  private var input: Strip

  /// - Parameters:
  ///   - channels, sampleType: of the rows that this stage delivers; their size is the source's.
  ///   - transform: gets whole rows in, room for whole rows out, and the number of pixels in them.
  init(
    over source: any RowSource, channels: Int, sampleType: SampleType,
    transform: @escaping (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer, Int) -> Void
  ) {
    self.source = source
    self.transform = transform
    format = RowFormat(size: source.format.size, channels: channels, sampleType: sampleType)
    input = Strip(format: source.format, capacity: 1)
  }

  /// The bytes that this stage, and those it stands on, hold while strips of `rows` rows are read.
  func heldBytes(stripHeight rows: Int) -> Int {
    rows * source.format.bytesPerRow + ((source as? RowStage)?.heldBytes(stripHeight: rows) ?? 0)
  }

  func read(into strip: inout Strip) throws {
    if input.capacity != strip.capacity { input = Strip(format: source.format, capacity: strip.capacity) }
    try source.read(into: &input)
    let (bytes, rows) = (input.bytes, input.rowCount)
    strip.fill(startingAt: input.firstRow) { output in
      transform(bytes, output, rows * format.size.width)
      return rows
    }
  }
}
