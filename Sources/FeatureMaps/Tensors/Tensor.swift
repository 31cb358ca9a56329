public import PoolingEngine

/// An array of rank 1 to 4 as planes of one of the engine's element types.
///
/// The last two axes are rows and columns; what stands before them counts planes, so N, C, H, W is N·C planes in that
/// order. Rank 2 is one plane, rank 1 one row.
public struct Tensor: Sendable, Equatable {
  /// The axes, channels before rows and columns whatever the layout in the file was: [W], [H, W], [C, H, W] or
  /// [N, C, H, W].
  public let shape: [Int]
  /// The samples, N·C planes of H × W.
  public let planes: AnyPlanes

  /// - Throws: ``FeatureMapError`` of kind `corrupt` if the shape has no or more than four axes, a negative one, or is not
  ///   that of the planes.
  public init(shape: [Int], _ planes: AnyPlanes) throws(FeatureMapError) {
    guard let (channels, size) = Tensor.extent(of: shape), channels == planes.channels, size == planes.size
    else {
      throw FeatureMapError(
        .corrupt, "a shape \(shape) is not that of \(planes.channels) planes of \(planes.size) samples")
    }
    self.shape = shape
    self.planes = planes
  }

  /// The planes that a shape makes; nil if it has no or more than four axes, a negative one or overflows.
  static func extent(of shape: [Int]) -> (channels: Int, size: Size)? {
    guard let width = shape.last, shape.count <= 4, ElementCount.product(of: shape) != nil,
      let channels = ElementCount.product(of: shape.dropLast(2))
    else { return nil }
    return (channels, Size(height: shape.count > 1 ? shape[shape.count - 2] : 1, width: width))
  }

  /// Planes as a tensor C, H, W.
  public init<S: Sample>(_ planes: Planes<S>) {
    shape = [planes.channels, planes.size.height, planes.size.width]
    self.planes = AnyPlanes(planes)
  }

  public var sampleType: SampleType { planes.sampleType }
  /// The number of planes: N·C.
  public var channels: Int { planes.channels }
  /// Rows and columns of a plane.
  public var size: Size { planes.size }

  /// The planes in an element type; nil if theirs is another.
  public func planes<S: Sample>(as type: S.Type) -> Planes<S>? {
    switch planes {
    case .uint8(let planes): planes as? Planes<S>
    case .uint16(let planes): planes as? Planes<S>
    case .int8(let planes): planes as? Planes<S>
    case .int16(let planes): planes as? Planes<S>
    case .int32(let planes): planes as? Planes<S>
    case .int64(let planes): planes as? Planes<S>
    case .float16(let planes): planes as? Planes<S>
    case .float32(let planes): planes as? Planes<S>
    case .float64(let planes): planes as? Planes<S>
    }
  }

  /// Calls the visitor with the planes in their element type.
  public func withPlanes<V: PlanesVisitor>(_ visitor: inout V) throws(V.Failure) -> V.Output {
    try planes.accept(&visitor)
  }

  /// The planes as rows of interleaved samples: a source for the engine. Every call starts at the top.
  public func makeSource() -> any RowSource { TensorSource(planes) }
}
