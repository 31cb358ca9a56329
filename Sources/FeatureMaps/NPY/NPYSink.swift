public import PoolingEngine

/// Writes rows as a `.npy` file, usually of shape (C, H, W), little-endian, C order: byte for byte what `numpy.save` writes.
///
/// To a seekable descriptor the header goes first and each channel's rows are put in their place; about `batchBytes` are
/// held. To a pipe or memory the file is held until ``commit()``.
public final class NPYSink: RowSink {
  private let axes: TensorAxes?
  private let batchBytes: Int
  private let file: TensorFile
  private var rows: TensorRows?

  /// - Parameter axes: beside rows and columns; nil: C ahead of them.
  public init(_ destination: OutputDescriptor, axes: TensorAxes? = nil, batchBytes: Int = 256 * 1024) {
    self.axes = axes
    self.batchBytes = batchBytes
    file = TensorFile(destination)
  }

  /// The bytes ahead of the data of such a file.
  public static func header(_ type: SampleType, shape: [Int]) -> [UInt8] {
    NPYHeaderText.fileHeader(type, shape: shape)
  }

  /// Writes the header, or allocates the file.
  public func begin(_ format: RowFormat) throws(FeatureMapError) {
    let axes = self.axes ?? TensorAxes(leading: [format.channels])
    let dataCount = try format.checkedSampleCount() * format.sampleType.byteCount
    try axes.check(format)
    let header = Self.header(format.sampleType, shape: axes.shape(format.size))
    try file.begin(header: header, dataCount: dataCount)
    rows = TensorRows(format, axes, in: file, at: header.count, batchBytes: batchBytes)
  }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    try rows.announced().write(strip)
  }

  /// Writes what is held. A seekable descriptor then stands behind the file.
  public func commit() throws(FeatureMapError) {
    try rows.announced().finish()
    try file.commit()
  }

  /// The file's bytes, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { file.takeBytes() }

  /// The most bytes that a sink holds for rows of that format.
  public static func heldBytes(
    for format: RowFormat, to destination: OutputDescriptor, batchBytes: Int = 256 * 1024
  ) -> Int {
    let batch = TensorRows.batchRows(format, batchBytes) * format.bytesPerRow
    if case .descriptor(_, isSeekable: true) = destination { return batch }
    return format.size.height * format.bytesPerRow + batch + 192
  }
}
