import ImageCodecs
import PoolingEngine

/// A picture as a file in memory.
func encode(
  _ picture: Picture, as encoding: ImageEncoding = .png(), metadata: ImageMetadata = ImageMetadata(),
  stripHeight: Int = 5
) throws -> [UInt8] {
  let writer = try ImageWriter(.memory, as: encoding, color: picture.color, metadata: metadata)
  try write(picture, to: writer, stripHeight: stripHeight)
  return writer.takeBytes()
}

func write(_ picture: Picture, to writer: ImageWriter, stripHeight: Int = 5) throws {
  try writer.begin(picture.format)
  var strip = Strip(format: picture.format, capacity: stripHeight)
  var row = 0
  while row < picture.height {
    let end = min(picture.height, row + stripHeight)
    strip.fill(startingAt: row) { buffer in
      buffer.copyBytes(from: picture.rows(row..<end))
      return end - row
    }
    try writer.write(strip)
    row = end
  }
  try writer.commit()
}

/// Everything a reader tells about a file.
struct Decoded {
  var picture: Picture
  var info: ImageInfo
  var damage: Damage
}

func decode(
  _ source: ByteSource, _ delivery: Delivery = .expanded, _ tolerance: Tolerance = .strict,
  limits: DecodingLimits = .default, stripHeight: Int = 7
) throws -> Decoded {
  try drain(
    ImageReader(source, delivery: delivery, tolerance: tolerance, limits: limits), stripHeight: stripHeight)
}

/// Reads to the end.
func drain(_ reader: ImageReader, stripHeight: Int = 7) throws -> Decoded {
  var bytes: [UInt8] = []
  var strip = Strip(format: reader.format, capacity: stripHeight)
  var rows = 0
  while true {
    try reader.read(into: &strip)
    if strip.rowCount == 0 { break }
    precondition(strip.firstRow == rows)
    rows += strip.rowCount
    bytes.append(contentsOf: strip.bytes)
  }
  precondition(rows == reader.format.size.height)
  try reader.finish()
  let picture = Picture(color: reader.color, format: reader.format, bytes: bytes)
  return Decoded(picture: picture, info: reader.info, damage: reader.damage)
}

func decode(
  _ file: [UInt8], _ delivery: Delivery = .expanded, _ tolerance: Tolerance = .strict,
  limits: DecodingLimits = .default, stripHeight: Int = 7
) throws -> Decoded {
  try decode(.bytes(file), delivery, tolerance, limits: limits, stripHeight: stripHeight)
}

/// The kind of error that strict decoding of a whole file ends in; `nil` if it ends well.
func failure(_ file: [UInt8], limits: DecodingLimits = .default) -> CodecError? {
  do {
    _ = try decode(file, limits: limits)
    return nil
  } catch let error as CodecError {
    return error
  } catch {
    preconditionFailure("an error of another type: \(error)")
  }
}
