internal import PoolingEngine

/// Interleaved rows on their way into one tensor of a file: split into planes, or into items of pixels, little-endian, about
/// `batchBytes` at a time.
final class TensorRows {
  let format: RowFormat
  private let file: TensorFile
  /// Where the tensor begins in the file.
  private let offset: Int
  /// Bytes that stay together, and how many planes of such units there are.
  private let unitBytes: Int
  private let pieces: Int
  private var rows: RowCheck
  private var held: [UInt8]
  /// The first row held, the room for rows of a piece, and how many of them are filled.
  private var batch: (first: Int, capacity: Int, count: Int)

  static let batchBytes = 256 * 1024

  init(
    _ format: RowFormat, _ axes: TensorAxes, in file: TensorFile, at offset: Int,
    batchBytes: Int = TensorRows.batchBytes
  ) {
    self.format = format
    self.file = file
    self.offset = offset
    unitBytes = axes.samplesPerUnit * format.sampleType.byteCount
    pieces = axes.samplesPerUnit > 0 ? format.channels / axes.samplesPerUnit : 0
    rows = RowCheck(format)
    batch = (0, Self.batchRows(format, batchBytes), 0)
    held = Array(repeating: 0, count: batch.capacity * format.bytesPerRow)
  }

  /// Rows of all channels that are gathered for one round of writing.
  static func batchRows(_ format: RowFormat, _ batchBytes: Int) -> Int {
    min(format.size.height, max(1, batchBytes / max(1, format.bytesPerRow)))
  }

  func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    try rows.take(strip)
    var taken = 0
    while taken < strip.rowCount {
      let count = min(strip.rowCount - taken, batch.capacity - batch.count)
      let bytes = strip.bytes[(taken * format.bytesPerRow)..<((taken + count) * format.bytesPerRow)]
      gather(UnsafeRawBufferPointer(rebasing: bytes), rowCount: count)
      taken += count
      if batch.count == batch.capacity { try putBatch() }
    }
  }

  /// - Throws: ``FeatureMapError`` of kind `truncated` if rows are missing.
  func finish() throws(FeatureMapError) {
    try rows.checkComplete()
    try putBatch()
    held = []
  }

  /// Splits interleaved rows into the pieces' rows of the batch.
  private func gather(_ pixels: UnsafeRawBufferPointer, rowCount: Int) {
    let width = format.sampleType.byteCount
    let rowBytes = format.size.width * unitBytes
    held.withUnsafeMutableBytes { held in
      for piece in 0..<pieces {
        let start = (piece * batch.capacity + batch.count) * rowBytes
        let plane = UnsafeMutableRawBufferPointer(rebasing: held[start..<(start + rowCount * rowBytes)])
        Interleaving.split(pixels, channel: piece, of: pieces, bytesPerSample: unitBytes, into: plane)
        if ByteOrdering.mustSwap(bigEndian: false) { ByteOrdering.swap(plane, bytesPerSample: width) }
      }
    }
    batch.count += rowCount
  }

  /// Writes a batch, each piece's rows to their place.
  private func putBatch() throws(FeatureMapError) {
    guard batch.count > 0 else { return }
    let rowBytes = format.size.width * unitBytes
    // Whole planes lie one after the other in the file, too.
    let isWhole = batch.count == format.size.height
    let (runs, length) =
      isWhole ? (1, pieces * batch.count * rowBytes) : (pieces, batch.count * rowBytes)
    let held = self.held
    try held.span.bytes.withUnsafeBytes { (held) throws(FeatureMapError) in
      for piece in 0..<runs {
        let from = piece * batch.capacity * rowBytes
        let to = offset + (piece * format.size.height + batch.first) * rowBytes
        try file.put(UnsafeRawBufferPointer(rebasing: held[from..<(from + length)]), at: to)
      }
    }
    batch = (batch.first + batch.count, batch.capacity, 0)
  }
}

extension TensorRows? {
  /// The rows announced.
  func announced() throws(FeatureMapError) -> TensorRows {
    guard let self else { throw FeatureMapError(.truncated, "no rows were announced") }
    return self
  }
}
