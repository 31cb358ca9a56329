public import PoolingEngine

/// What a file's header says of a tensor, its samples unread.
public struct TensorOutline: Sendable, Hashable {
  /// The axes, channels before rows and columns whatever the layout in the file is, as in ``Tensor/shape``.
  public var shape: [Int]
  public var sampleType: SampleType

  /// - Parameter shape: two axes or more, whose product fits an `Int`.
  public init(shape: [Int], sampleType: SampleType) {
    self.shape = shape
    self.sampleType = sampleType
  }

  /// The rows that it will come as.
  public var format: RowFormat {
    // Shapes of outlines are checked: two axes or more, and a product that fits.
    RowFormat(
      size: Size(height: shape[shape.count - 2], width: shape[shape.count - 1]),
      channels: shape.dropLast(2).reduce(1, *), sampleType: sampleType)
  }
}

extension NPY {
  /// The header of an array, with everything refused that ``read(_:layout:maximumBytes:)`` refuses by it.
  public static func outline(
    _ input: TensorInput, layout: TensorLayout? = nil, maximumBytes: Int = .max
  ) throws(FeatureMapError) -> TensorOutline {
    let header = try header(of: input)
    let axes = try NPYAxes(header, layout: layout)
    try TensorOutline.check(header.dataCount, maximumBytes)
    return TensorOutline(shape: axes.tensorShape, sampleType: header.sampleType)
  }
}

extension Safetensors {
  /// The header's word on one array, with everything refused that reading it refuses by its header.
  public static func outline(
    _ input: TensorInput, tensor name: String? = nil, layout: TensorLayout? = nil, maximumBytes: Int = .max
  ) throws(FeatureMapError) -> TensorOutline {
    let entry = try header(of: input, maximumBytes: maximumBytes).choice(name, preferred: nil)
    let type = try entry.sampleType()
    let axes = try NPYAxes(shape: entry.shape, fortranOrder: false, layout: layout)
    try TensorOutline.check(entry.range.count, maximumBytes)
    return TensorOutline(shape: axes.tensorShape, sampleType: type)
  }
}

extension TensorOutline {
  /// - Throws: ``FeatureMapError`` of kind `limit`.
  static func check(_ count: Int, _ maximumBytes: Int, copies: Int = 1) throws(FeatureMapError) {
    let (held, isTooMuch) = count.multipliedReportingOverflow(by: copies)
    guard !isTooMuch, held <= maximumBytes else {
      let takes =
        copies > 1
        ? "the array takes \(copies) times \(count) bytes while it is put in order"
        : "the array takes \(count) bytes"
      throw FeatureMapError(
        .limit, "\(takes), more than the \(maximumBytes) allowed",
        remedy: "raise --max-memory")
    }
  }
}
