public import FeatureMaps
public import PoolingEngine

/// Decodes the blocks of report pages from their description: byte planes of differences in a zlib stream.
public struct BlockReader: Error {
  public let message: String

  /// - Parameter reference: what a page's JSON says of the block.
  public static func tensor(_ stream: [UInt8], _ reference: JSONValue) throws -> Tensor {
    guard let type = reference["type"]?.stringValue.flatMap(SampleType.init(rawValue:)),
      let channels = reference["channels"]?.integerValue, let height = reference["height"]?.integerValue,
      let width = reference["width"]?.integerValue
    else { throw BlockReader(message: "no reference to a block: \(reference)") }
    return try tensor(stream, type, channels: channels, Size(height: height, width: width))
  }

  public static func tensor(
    _ stream: [UInt8], _ type: SampleType, channels: Int, _ size: Size
  ) throws -> Tensor {
    switch type {
    case .uint8: try tensor(stream, channels, size) { UInt8($0) }
    case .uint16: try tensor(stream, channels, size) { UInt16($0) }
    case .int8: try tensor(stream, channels, size) { Int8(bitPattern: UInt8($0)) }
    case .int16: try tensor(stream, channels, size) { Int16(bitPattern: UInt16($0)) }
    case .int32: try tensor(stream, channels, size) { Int32(bitPattern: UInt32($0)) }
    case .int64: try tensor(stream, channels, size) { Int64(bitPattern: $0) }
    case .float16: try tensor(stream, channels, size) { Float16(bitPattern: UInt16($0)) }
    case .float32: try tensor(stream, channels, size) { Float(bitPattern: UInt32($0)) }
    case .float64: try tensor(stream, channels, size) { Double(bitPattern: $0) }
    }
  }

  private static func tensor<S: Sample>(
    _ stream: [UInt8], _ channels: Int, _ size: Size, _ sample: (UInt64) -> S
  ) throws -> Tensor {
    let bytes = try Inflater.inflated(stream)
    let count = size.height * size.width
    guard bytes.count == channels * count * S.type.byteCount else {
      throw BlockReader(message: "\(bytes.count) bytes for \(channels) planes of \(size)")
    }
    var bits = [UInt64](repeating: 0, count: channels * count)
    var next = 0
    for channel in 0..<channels {
      for byte in 0..<S.type.byteCount {
        var first: UInt8 = 0
        for row in 0..<size.height {
          var left = first
          for column in 0..<size.width {
            left &+= bytes[next]
            next += 1
            if column == 0 { first = left }
            bits[channel * count + row * size.width + column] |= UInt64(left) << UInt64(8 * byte)
          }
        }
      }
    }
    return Tensor(try Planes(channels: channels, size: size, bits.map(sample)))
  }
}
