internal import PoolingEngine

extension AnyPlanes {
  /// Planes from bytes in C, H, W order.
  ///
  /// - Parameters:
  ///   - fill: gets room for all samples, uninitialised, and must write every byte, in native byte order.
  /// - Throws: ``FeatureMapError`` of kind `limit` if their number overflows; what `fill` throws.
  init(
    _ type: SampleType, channels: Int, size: Size,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(FeatureMapError) -> Void
  ) throws(FeatureMapError) {
    switch type {
    case .uint8: self = .uint8(try Self.make(channels, size, fill))
    case .uint16: self = .uint16(try Self.make(channels, size, fill))
    case .int8: self = .int8(try Self.make(channels, size, fill))
    case .int16: self = .int16(try Self.make(channels, size, fill))
    case .int32: self = .int32(try Self.make(channels, size, fill))
    case .int64: self = .int64(try Self.make(channels, size, fill))
    case .float16: self = .float16(try Self.make(channels, size, fill))
    case .float32: self = .float32(try Self.make(channels, size, fill))
    case .float64: self = .float64(try Self.make(channels, size, fill))
    }
  }

  private static func make<S: Sample>(
    _ channels: Int, _ size: Size,
    _ fill: (UnsafeMutableRawBufferPointer) throws(FeatureMapError) -> Void
  ) throws(FeatureMapError) -> Planes<S> {
    guard let count = ElementCount.product(of: [channels, size.height, size.width]),
      ElementCount.product(of: [count, S.type.byteCount]) != nil
    else { throw FeatureMapError(.limit, "\(channels) planes of \(size) samples overflow the address space") }
    do {
      let samples = try [S](unsafeUninitializedCapacity: count) { buffer, filled in
        try fill(
          UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[..<(count * S.type.byteCount)]))
        filled = count
      }
      return try Planes(channels: channels, size: size, samples)
    } catch let error as FeatureMapError {
      throw error
    } catch {
      throw FeatureMapError(.corrupt, "\(error)")
    }
  }
}
