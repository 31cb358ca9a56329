public import PoolingEngine

/// Writes rows as a `.safetensors` file of the tensor `output`, and of `indices` if there are places to write, too.
///
/// To a seekable descriptor each tensor's rows are put in their place as they come; to a pipe or memory the file is held
/// until ``commit()``. The same rows give the same bytes.
public final class SafetensorsSink: RowSink {
  private let axes: TensorAxes?
  private let batchBytes: Int
  private let file: TensorFile
  private var output: RowFormat?
  private var outputRows: TensorRows?
  private let places: Places?

  /// Where the places go, as rows of int64. Its `commit` does nothing: that of the whole file counts.
  public var indices: (any RowSink)? { places }

  /// - Parameters:
  ///   - axes: beside rows and columns; nil: C ahead of them.
  ///   - withIndices: rows come to ``indices``, too, announced before any row is written.
  public init(
    _ destination: OutputDescriptor, axes: TensorAxes? = nil, withIndices: Bool = false,
    batchBytes: Int = 256 * 1024
  ) {
    self.axes = axes
    self.batchBytes = batchBytes
    file = TensorFile(destination)
    places = withIndices ? Places() : nil
    places?.owner = self
  }

  public func begin(_ format: RowFormat) throws(FeatureMapError) {
    output = format
    try beginIfAnnounced()
  }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    try outputRows.announced().write(strip)
  }

  public func commit() throws(FeatureMapError) {
    try outputRows.announced().finish()
    if let places { try places.rows.announced().finish() }
    try file.commit()
  }

  /// The file's bytes, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { file.takeBytes() }

  /// Writes the header once it is known what comes.
  private func beginIfAnnounced() throws(FeatureMapError) {
    guard let output, places == nil || places?.format != nil else { return }
    let formats = [("output", output)] + (places?.format.map { [("indices", $0)] } ?? [])
    var tensors: [SafetensorsHeader.Written] = []
    for (name, format) in formats {
      _ = try format.checkedSampleCount()
      let axes = axes(format)
      try axes.check(format)
      tensors.append(
        SafetensorsHeader.Written(name: name, type: format.sampleType, shape: axes.shape(format.size)))
    }
    let (header, offsets, dataCount) = try SafetensorsHeader.encoded(tensors)
    try file.begin(header: header, dataCount: dataCount)
    let rows = zip(formats, offsets).map { format, offset in
      TensorRows(
        format.1, axes(format.1), in: file, at: header.count + offset, batchBytes: batchBytes)
    }
    outputRows = rows[0]
    if rows.count > 1 { places?.rows = rows[1] }
  }

  private func axes(_ format: RowFormat) -> TensorAxes { axes ?? TensorAxes(leading: [format.channels]) }

  /// The rows of `indices`.
  private final class Places: RowSink {
    weak var owner: SafetensorsSink?
    private(set) var format: RowFormat?
    var rows: TensorRows?

    func begin(_ format: RowFormat) throws(FeatureMapError) {
      self.format = format
      try owner?.beginIfAnnounced()
    }

    func write(_ strip: borrowing Strip) throws(FeatureMapError) { try rows.announced().write(strip) }
    func commit() {}
  }

  /// The most bytes that a sink holds for rows of that format.
  public static func heldBytes(
    for format: RowFormat, withIndices: Bool, to destination: OutputDescriptor, batchBytes: Int = 256 * 1024
  ) -> Int {
    var bytes = NPYSink.heldBytes(for: format, to: destination, batchBytes: batchBytes) + 512
    if withIndices {
      var places = format
      places.sampleType = .int64
      bytes += NPYSink.heldBytes(for: places, to: destination, batchBytes: batchBytes)
    }
    return bytes
  }
}
