/// How N × C planes of H × W elements lie in memory: element [n, c, h, w] is `n·batch + c·channel + h·row + w·column` bytes
/// behind element [0, 0, 0, 0]. Strides may be negative or 0.
public struct PlanesLayout: Hashable, Sendable {
  /// Bytes from an element to the next one along each axis.
  public struct Strides: Hashable, Sendable {
    public var batch, channel, row, column: Int

    public init(batch: Int, channel: Int, row: Int, column: Int) {
      (self.batch, self.channel, self.row, self.column) = (batch, channel, row, column)
    }
  }

  public let sampleType: SampleType
  public let batch: Int
  public let channels: Int
  public let size: Size
  public let strides: Strides
  /// The bytes that hold elements, relative to element [0, 0, 0, 0]; empty without elements.
  public let bytes: Range<Int>

  /// - Throws: ``PoolingError/Rule/layout`` if a length is negative, or elements or distances are more than an `Int` counts.
  public init(
    _ sampleType: SampleType, batch: Int, channels: Int, size: Size, strides: Strides
  ) throws(PoolingError) {
    self.sampleType = sampleType
    self.batch = batch
    self.channels = channels
    self.size = size
    self.strides = strides
    let lengths = [batch, channels, size.height, size.width]
    guard lengths.allSatisfy({ $0 >= 0 }) else {
      throw PoolingError(.layout, "the shape \(lengths) has a negative length")
    }
    let tooLarge = PoolingError(
      .layout, "an array of shape \(lengths) with these strides does not fit the address space")
    var elements = sampleType.byteCount
    for length in lengths where length > 0 {
      let (product, overflow) = elements.multipliedReportingOverflow(by: length)
      guard !overflow else { throw tooLarge }
      elements = product
    }
    guard !lengths.contains(0) else {
      bytes = 0..<0
      return
    }
    var (first, last) = (0, 0)
    for (length, stride) in zip(lengths, [strides.batch, strides.channel, strides.row, strides.column]) {
      let (reach, overflow) = stride.multipliedReportingOverflow(by: length - 1)
      let (end, overflow2) = (reach < 0 ? first : last).addingReportingOverflow(reach)
      guard !overflow, !overflow2 else { throw tooLarge }
      if reach < 0 { first = end } else { last = end }
    }
    let (end, overflow) = last.addingReportingOverflow(sampleType.byteCount)
    let (reach, overflow2) = end.subtractingReportingOverflow(first)
    guard !overflow, !overflow2, reach <= PlanesLayout.addressSpace else { throw tooLarge }
    bytes = first..<end
  }

  /// More than a process of today's systems can address.
  private static let addressSpace = 1 << 56

  /// One element behind the other, N, C, H, W.
  public init(
    dense sampleType: SampleType, batch: Int, channels: Int, size: Size
  ) throws(PoolingError) {
    let element = sampleType.byteCount
    let (row, overflow1) = element.multipliedReportingOverflow(by: max(1, size.width))
    let (channel, overflow2) = row.multipliedReportingOverflow(by: max(1, size.height))
    let (item, overflow3) = channel.multipliedReportingOverflow(by: max(1, channels))
    guard !overflow1, !overflow2, !overflow3 else {
      throw PoolingError(
        .layout, "\(batch) × \(channels) planes of \(size) do not fit the address space")
    }
    try self.init(
      sampleType, batch: batch, channels: channels, size: size,
      strides: Strides(batch: item, channel: channel, row: row, column: element))
  }

  /// The same planes as channels of one batch item, where there is one channel.
  var withPlanesAsChannels: PlanesLayout {
    guard channels == 1, batch > 1 else { return self }
    return PlanesLayout(
      trusted: self, batch: 1, channels: batch,
      strides: Strides(batch: 0, channel: strides.batch, row: strides.row, column: strides.column))
  }

  private init(trusted other: PlanesLayout, batch: Int, channels: Int, strides: Strides) {
    sampleType = other.sampleType
    self.batch = batch
    self.channels = channels
    size = other.size
    self.strides = strides
    bytes = other.bytes
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// The elements of a row lie side by side.
  var hasWholeRows: Bool { size.width <= 1 || strides.column == sampleType.byteCount }

  /// Pixels lie side by side and hold their channels side by side: N, H, W, C.
  var hasWholePixelRows: Bool {
    let element = sampleType.byteCount
    return channels > 1 && strides.channel == element
      && (size.width <= 1 || strides.column == element * channels)
  }

  /// No two elements share a byte. Said of strides that nest, as those of every view of one array along its axes do;
  /// others are taken to overlap.
  var isInjective: Bool {
    guard !isEmpty else { return true }
    let axes = [
      (batch, strides.batch), (channels, strides.channel), (size.height, strides.row),
      (size.width, strides.column),
    ].filter { $0.0 > 1 }.map { (length: $0.0, stride: $0.1.magnitude) }.sorted { $0.stride < $1.stride }
    var covered = UInt(sampleType.byteCount)
    for axis in axes {
      guard axis.stride >= covered else { return false }
      // Distances fit an Int, as was checked.
      covered += axis.stride * UInt(axis.length - 1)
    }
    return true
  }
}
