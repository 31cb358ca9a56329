internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// Planes as a block of a page: bytes that its script decodes to the same samples.
///
/// A block is one zlib stream. In it, for each channel and each byte of the element, the least significant first, come that byte's rows,
/// each byte as its difference (mod 256) from the one to its left, and a row's first from the first one of the row above, which is
/// 0 above the first row. Neighbours are alike, and high bytes of floats are more alike than whole floats, so that is what deflates best.
struct PlaneBlock {
  /// Names the block in the page; letters, digits and `-`.
  let name: String
  let type: SampleType
  let channels: Int
  let size: Size
  let stream: [UInt8]

  /// Costs O(samples).
  ///
  /// - Throws: ``CodecError`` if zlib has no memory.
  init(_ name: String, _ planes: AnyPlanes) throws(CodecError) {
    self.name = name
    (type, channels, size) = (planes.sampleType, planes.channels, planes.size)
    var encoder = Encoder()
    stream = try planes.accept(&encoder)
  }

  /// What the page's JSON says of it.
  var json: JSONValue {
    [
      "block": .string(name), "type": .string(type.rawValue), "channels": JSONValue(channels),
      "height": JSONValue(size.height), "width": JSONValue(size.width),
    ]
  }

  private struct Encoder: PlanesVisitor {
    mutating func visit<S: Sample>(_ planes: Planes<S>) throws(CodecError) -> [UInt8] {
      var deflater = try Deflater()
      let (width, step) = (planes.size.width, S.type.byteCount)
      var row = [UInt8](repeating: 0, count: width)
      for channel in 0..<planes.channels {
        for byte in 0..<step {
          var above: UInt8 = 0
          for number in 0..<planes.size.height where width > 0 {
            let first = (channel * planes.size.height + number) * width
            planes.samples.withUnsafeBytes { samples in
              row.withUnsafeMutableBufferPointer { row in
                above = PlaneBlock.differences(
                  samples, from: first * step + PlaneBlock.offset(of: byte, in: step), every: step, above, row
                )
              }
            }
            let appended = row.withUnsafeBytes { bytes in
              Result { () throws(CodecError) in try deflater.append(bytes) }
            }
            try appended.get()
          }
        }
      }
      return try deflater.finish()
    }
  }

  /// Where the element's byte of that significance lies in memory.
  private static func offset(of byte: Int, in count: Int) -> Int {
    #if _endian(little)
      return byte
    #else
      return count - 1 - byte
    #endif
  }

  /// Fills a row, and returns its first byte.
  private static func differences(
    _ samples: UnsafeRawBufferPointer, from start: Int, every step: Int, _ above: UInt8,
    _ row: UnsafeMutableBufferPointer<UInt8>
  ) -> UInt8 {
    var (left, place) = (above, start)
    for column in row.indices {
      let byte = samples[place]
      row[column] = byte &- left
      left = byte
      place += step
    }
    return samples[start]
  }
}
