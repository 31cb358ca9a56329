public import PoolingEngine

/// Writes rows as a `.npy` file, usually of shape (C, H, W), little-endian, C order: byte for byte what `numpy.save` writes.
///
/// To a seekable descriptor the header goes first and each channel's rows are put in their place; about `batchBytes` are
/// held. To a pipe or memory the file is held until ``commit()``.
public final class NPYSink: RowSink {
  private let destination: OutputDescriptor
  private let leadingAxes: [Int]?
  private let batchBytes: Int
  private var rows: RowCheck?
  /// Rows of every channel: of a batch, or all of them behind the header.
  private var held: [UInt8] = []
  /// Bytes at the beginning of `held` that are not rows.
  private var heldOffset = 0
  /// The first row held, the room for rows of a channel, and how many of them are filled.
  private var batch = (first: 0, capacity: 0, count: 0)
  /// Where in the descriptor's file the rows begin; nil if they are held to the end.
  private var dataStart: Int?

  /// - Parameter leadingAxes: the axes ahead of rows and columns, whose product is the channels: none for a matrix
  ///   H, W of one channel, two for a batch N, C, H, W; nil: one, C.
  public init(_ destination: OutputDescriptor, leadingAxes: [Int]? = nil, batchBytes: Int = 256 * 1024) {
    self.destination = destination
    self.leadingAxes = leadingAxes
    self.batchBytes = batchBytes
  }

  /// Writes the header, or allocates the file.
  public func begin(_ format: RowFormat) throws(FeatureMapError) {
    let dataCount = try format.checkedSampleCount() * format.sampleType.byteCount
    let leading = leadingAxes ?? [format.channels]
    guard leading.reduce(1, *) == format.channels else {
      throw FeatureMapError(.unsupported, "axes \(leading) do not hold \(format.channels) channels")
    }
    let header = NPYHeaderText.fileHeader(
      format.sampleType, shape: leading + [format.size.height, format.size.width])
    rows = RowCheck(format)
    if case .descriptor(let descriptor, isSeekable: true) = destination {
      let start = try SystemCalls.position(of: descriptor)
      try header.span.bytes.withUnsafeBytes { (bytes) throws(FeatureMapError) in
        try SystemCalls.write(bytes, to: descriptor)
      }
      dataStart = start + header.count
      batch = (0, Self.batchRows(format, batchBytes), 0)
      heldOffset = 0
      held = Array(repeating: 0, count: batch.capacity * format.bytesPerRow)
    } else {
      dataStart = nil
      batch = (0, format.size.height, 0)
      heldOffset = header.count
      held = header + repeatElement(0, count: dataCount)
    }
  }

  /// Rows of all channels that are gathered for one round of writing.
  private static func batchRows(_ format: RowFormat, _ batchBytes: Int) -> Int {
    min(format.size.height, max(1, batchBytes / max(1, format.bytesPerRow)))
  }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    var rows = try self.rows.announced()
    try rows.take(strip)
    self.rows = rows
    var taken = 0
    while taken < strip.rowCount {
      let count = min(strip.rowCount - taken, batch.capacity - batch.count)
      let bytes = strip.bytes[(taken * rows.format.bytesPerRow)..<((taken + count) * rows.format.bytesPerRow)]
      gather(UnsafeRawBufferPointer(rebasing: bytes), rowCount: count, rows.format)
      taken += count
      if batch.count == batch.capacity { try putBatch(rows.format) }
    }
  }

  /// Splits interleaved rows into the channels' rows of the batch.
  private func gather(_ pixels: UnsafeRawBufferPointer, rowCount: Int, _ format: RowFormat) {
    let width = format.sampleType.byteCount
    let rowBytes = format.size.width * width
    held.withUnsafeMutableBytes { held in
      for channel in 0..<format.channels {
        let start = heldOffset + (channel * batch.capacity + batch.count) * rowBytes
        let plane = UnsafeMutableRawBufferPointer(rebasing: held[start..<(start + rowCount * rowBytes)])
        Interleaving.split(pixels, channel: channel, of: format.channels, bytesPerSample: width, into: plane)
        if ByteOrdering.mustSwap(bigEndian: false) { ByteOrdering.swap(plane, bytesPerSample: width) }
      }
    }
    batch.count += rowCount
  }

  /// Writes a batch, each channel's rows to their place.
  private func putBatch(_ format: RowFormat) throws(FeatureMapError) {
    guard let dataStart, case .descriptor(let descriptor, _) = destination, batch.count > 0 else { return }
    let rowBytes = format.size.width * format.sampleType.byteCount
    // Whole planes lie one after the other in the file, too.
    let isWhole = batch.count == format.size.height
    let (pieces, length) =
      isWhole
      ? (1, format.channels * batch.count * rowBytes) : (format.channels, batch.count * rowBytes)
    let held = self.held
    try held.span.bytes.withUnsafeBytes { (held) throws(FeatureMapError) in
      for channel in 0..<pieces {
        let from = channel * batch.capacity * rowBytes
        let to = dataStart + (channel * format.size.height + batch.first) * rowBytes
        try SystemCalls.write(
          UnsafeRawBufferPointer(rebasing: held[from..<(from + length)]), to: descriptor, at: to)
      }
    }
    batch = (batch.first + batch.count, batch.capacity, 0)
  }

  /// Writes what is held. A seekable descriptor then stands behind the file.
  public func commit() throws(FeatureMapError) {
    let rows = try self.rows.announced()
    try rows.checkComplete()
    guard case .descriptor(let descriptor, _) = destination else { return }
    if let dataStart {
      try putBatch(rows.format)
      let end = dataStart + rows.format.bytesPerRow * rows.format.size.height
      try SystemCalls.seek(descriptor, to: end)
    } else {
      let file = held
      try file.span.bytes.withUnsafeBytes { (bytes) throws(FeatureMapError) in
        try SystemCalls.write(bytes, to: descriptor)
      }
    }
    held = []
  }

  /// The file's bytes, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] {
    defer { held = [] }
    return held
  }

  /// The most bytes that a sink holds for rows of that format.
  public static func heldBytes(
    for format: RowFormat, to destination: OutputDescriptor, batchBytes: Int = 256 * 1024
  ) -> Int {
    if case .descriptor(_, isSeekable: true) = destination {
      return batchRows(format, batchBytes) * format.bytesPerRow
    }
    return format.size.height * format.bytesPerRow + 192
  }
}
