/// Consecutive rows in memory: a reusable buffer that a ``RowSource`` fills and its reader consumes.
///
/// The reader owns the buffer, so nothing a source does later can change rows that are being read.
/// Rows lie one after the other without gaps, each `format.bytesPerRow` bytes; the buffer is 16-byte aligned.
public struct Strip: ~Copyable {
  public let format: RowFormat
  /// The most rows it can hold.
  public let capacity: Int
  /// The place in the picture of the first row held.
  public private(set) var firstRow = 0
  /// The rows held; 0 before the first fill and at the end of the source.
  public private(set) var rowCount = 0
  let storage: UnsafeMutableRawPointer
  private let allocation: UnsafeMutableRawPointer
  /// libjpeg-turbo stores rows that lie at multiples of 32 past the caches, and they are read again at once.
  private static let offset = 16

  /// Allocates room for `capacity` rows (at least 1).
  public init(format: RowFormat, capacity: Int) {
    precondition(capacity >= 1, "a strip holds at least one row")
    self.format = format
    self.capacity = capacity
    allocation = .allocate(byteCount: Self.offset + max(1, capacity * format.bytesPerRow), alignment: 64)
    storage = allocation + Self.offset
  }

  deinit { allocation.deallocate() }

  /// The places in the picture of the rows held.
  public var rows: Range<Int> { firstRow..<(firstRow + rowCount) }

  /// The bytes of the rows held. Valid until the strip is filled again or released.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: storage, count: rowCount * format.bytesPerRow)
  }

  /// Replaces the rows held. `body` gets the whole buffer, `capacity` rows, and returns how many it filled.
  /// If it throws, the strip holds no rows.
  public mutating func fill<E: Error>(
    startingAt row: Int, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) {
    firstRow = row
    rowCount = 0
    let filled = try body(
      UnsafeMutableRawBufferPointer(start: storage, count: capacity * format.bytesPerRow))
    precondition((0...capacity).contains(filled), "a source filled more rows than the strip holds")
    rowCount = filled
  }

  /// Holds no rows from now on.
  public mutating func clear() { rowCount = 0 }

  /// Adds one row behind those held; `row` is its place in the picture, and `body` fills it.
  ///
  /// The strip must have room, and hold no rows or the one before.
  public mutating func extend<E: Error>(
    at row: Int, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    precondition(rowCount < capacity, "the strip is full")
    precondition(rowCount == 0 || row == firstRow + rowCount, "rows of a strip are consecutive")
    try body(
      UnsafeMutableRawBufferPointer(start: storage + rowCount * format.bytesPerRow, count: format.bytesPerRow)
    )
    if rowCount == 0 { firstRow = row }
    rowCount += 1
  }

  /// Lends the samples of one row, `format.samplesPerRow` of them, by its place in the picture.
  public func withRow<S: Sample, T, E: Error>(
    _ row: Int, as type: S.Type, _ body: (Span<S>) throws(E) -> T
  ) throws(E) -> T {
    precondition(S.type == format.sampleType, "the strip holds \(format.sampleType) samples")
    precondition(rows.contains(row), "the strip does not hold row \(row)")
    let start = storage + (row - firstRow) * format.bytesPerRow
    let count = format.samplesPerRow
    let samples = UnsafeBufferPointer(start: start.assumingMemoryBound(to: S.self), count: count)
    return try body(samples.span)
  }
}
