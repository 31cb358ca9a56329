internal import PoolingEngine

/// Collects interleaved rows as planes of samples.
protocol PlaneStore: AnyObject {
  var format: RowFormat { get }
  /// Takes the next rows of the announced format.
  func write(_ strip: borrowing Strip) throws(FeatureMapError)
  /// - Throws: ``FeatureMapError`` of kind `truncated` if rows are missing.
  func checkComplete() throws(FeatureMapError)
  /// Lends one row of one channel.
  func withRow(channel: Int, row: Int, _ body: (UnsafeRawBufferPointer) -> Void)
  /// All rows, after which the store is empty.
  func takePlanes() throws(FeatureMapError) -> AnyPlanes
}

/// A ``PlaneStore`` of one element type.
final class TypedPlaneStore<S: Sample>: PlaneStore {
  let format: RowFormat
  private var rows: RowCheck
  private var samples: [S]

  init(_ format: RowFormat) throws(FeatureMapError) {
    let count = try format.checkedSampleCount()
    self.format = format
    rows = RowCheck(format)
    samples = Array(unsafeUninitializedCapacity: count) { buffer, filled in
      // Zeros, so that a row that never comes is no undefined memory.
      UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, repeating: 0)
      filled = count
    }
  }

  func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    try rows.take(strip)
    let rowBytes = format.size.width * S.type.byteCount
    let (bytes, first, count) = (strip.bytes, strip.firstRow, strip.rowCount)
    samples.withUnsafeMutableBytes { all in
      for channel in 0..<format.channels {
        let start = (channel * format.size.height + first) * rowBytes
        let plane = UnsafeMutableRawBufferPointer(rebasing: all[start..<(start + count * rowBytes)])
        Interleaving.split(
          bytes, channel: channel, of: format.channels, bytesPerSample: S.type.byteCount, into: plane)
      }
    }
  }

  func withRow(channel: Int, row: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let rowBytes = format.size.width * S.type.byteCount
    let start = (channel * format.size.height + row) * rowBytes
    samples.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<(start + rowBytes)])) }
  }

  func checkComplete() throws(FeatureMapError) { try rows.checkComplete() }

  func takePlanes() throws(FeatureMapError) -> AnyPlanes {
    try rows.checkComplete()
    defer { samples = [] }
    do {
      return AnyPlanes(try Planes(channels: format.channels, size: format.size, samples))
    } catch {
      throw FeatureMapError(.corrupt, error.message)
    }
  }
}

extension RowFormat {
  /// A store of this format's element type.
  func makeStore() throws(FeatureMapError) -> any PlaneStore {
    switch sampleType {
    case .uint8: try TypedPlaneStore<UInt8>(self)
    case .uint16: try TypedPlaneStore<UInt16>(self)
    case .int8: try TypedPlaneStore<Int8>(self)
    case .int16: try TypedPlaneStore<Int16>(self)
    case .int32: try TypedPlaneStore<Int32>(self)
    case .int64: try TypedPlaneStore<Int64>(self)
    case .float16: try TypedPlaneStore<Float16>(self)
    case .float32: try TypedPlaneStore<Float>(self)
    case .float64: try TypedPlaneStore<Double>(self)
    }
  }

  /// The samples of all rows.
  ///
  /// - Throws: ``FeatureMapError`` of kind `limit` if their bytes overflow.
  func checkedSampleCount() throws(FeatureMapError) -> Int {
    guard ElementCount.product(of: [size.height, size.width, channels, sampleType.byteCount]) != nil else {
      throw FeatureMapError(.limit, "\(channels) planes of \(size) samples overflow the address space")
    }
    return size.height * size.width * channels
  }
}
