internal import PoolingEngine

/// Where the samples of N·C planes lie in an array of rank 2 to 4.
struct NPYAxes {
  /// N, C, H, W.
  let lengths: [Int]
  /// Samples from one to the next along each of these axes.
  let steps: [Int]
  /// The shape of the tensor, of the array's own rank.
  let tensorShape: [Int]

  var channels: Int { lengths[0] * lengths[1] }
  var size: Size { Size(height: lengths[2], width: lengths[3]) }

  /// The samples lie in the tensor's order already.
  var isInOrder: Bool {
    steps == [lengths[1] * lengths[2] * lengths[3], lengths[2] * lengths[3], lengths[3], 1]
  }

  /// - Throws: ``FeatureMapError`` of kind `unsupported`: another rank, a layout of another rank, or no layout where one is
  ///   needed.
  init(_ header: TensorHeader, layout: TensorLayout?) throws(FeatureMapError) {
    try self.init(shape: header.shape, fortranOrder: header.fortranOrder, layout: layout)
  }

  init(shape: [Int], fortranOrder: Bool, layout: TensorLayout?) throws(FeatureMapError) {
    let rank = shape.count
    guard (2...4).contains(rank) else {
      throw FeatureMapError(
        .unsupported, "the array has the shape \(Self.text(shape))",
        remedy: "arrays of 2 axes (one plane), 3 and 4 axes are read; reshape it")
    }
    // A plane is a plane under every layout.
    if let layout, rank > 2, layout.rank != rank {
      let fitting = layout.isChannelsLast ? "hwc or nhwc" : "chw or nchw"
      throw FeatureMapError(
        .unsupported, "the layout \(layout.rawValue) does not fit the shape \(Self.text(shape))",
        remedy: "give --layout \(fitting), as long as the shape")
    }
    if layout == nil, rank > 2, (1...4).contains(shape[rank - 1]), shape[rank - 3] > 4 {
      let (first, last) = rank == 3 ? (TensorLayout.chw, TensorLayout.hwc) : (.nchw, .nhwc)
      throw FeatureMapError(
        .unsupported, "the shape \(Self.text(shape)) does not tell whether channels come first or last",
        remedy: "give --layout \(last.rawValue) or --layout \(first.rawValue)")
    }
    var steps = Array(repeating: 1, count: rank)
    // Products of a checked shape, so without overflow.
    if fortranOrder {
      for axis in 1..<rank { steps[axis] = steps[axis - 1] * shape[axis - 1] }
    } else {
      for axis in (0..<(rank - 1)).reversed() { steps[axis] = steps[axis + 1] * shape[axis + 1] }
    }
    var order = Array(0..<rank)
    if rank > 2, layout?.isChannelsLast == true {
      order.insert(order.removeLast(), at: rank - 3)
    }
    tensorShape = order.map { shape[$0] }
    lengths = Array(repeating: 1, count: 4 - rank) + tensorShape
    var ordered = order.map { steps[$0] }
    // Axes that are not there have one place; any step is right, this one keeps `isInOrder` simple.
    while ordered.count < 4 { ordered.insert(lengths[4 - ordered.count] * ordered[0], at: 0) }
    self.steps = ordered
  }

  /// As Python writes it.
  static func text(_ shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
  }

  /// Copies every sample to its place in N, C, H, W order.
  func reorder(
    _ stored: UnsafeRawBufferPointer, into planes: UnsafeMutableRawBufferPointer, bytesPerSample: Int
  ) {
    precondition(stored.count == planes.count && planes.count == lengths.reduce(bytesPerSample, *))
    switch bytesPerSample {
    case 1: reorder(stored, planes, as: UInt8.self)
    case 2: reorder(stored, planes, as: UInt16.self)
    case 4: reorder(stored, planes, as: UInt32.self)
    default: reorder(stored, planes, as: UInt64.self)
    }
  }

  private func reorder<T: FixedWidthInteger & BitwiseCopyable>(
    _ stored: UnsafeRawBufferPointer, _ planes: UnsafeMutableRawBufferPointer, as type: T.Type
  ) {
    guard let from = stored.baseAddress, var to = planes.baseAddress else { return }
    let width = MemoryLayout<T>.size
    for n in 0..<lengths[0] {
      for c in 0..<lengths[1] {
        for y in 0..<lengths[2] {
          let row = from + (n * steps[0] + c * steps[1] + y * steps[2]) * width
          let step = steps[3] * width
          for x in 0..<lengths[3] {
            to.storeBytes(of: (row + x &* step).loadUnaligned(as: T.self), as: T.self)
            to += width
          }
        }
      }
    }
  }
}
