internal import CCodecs
internal import PoolingEngine

/// Rows into a JPEG.
final class JPEGEncoder: RowEncoder {
  private static let longestSide = 65_500
  private let output: CodecOutput
  private let raw: OpaquePointer
  let wroteProfile: Bool

  init(
    _ output: CodecOutput, _ encoding: JPEGEncoding, format: RowFormat, metadata: ImageMetadata,
    profile: [UInt8]
  ) throws(CodecError) {
    let sides = 1...Self.longestSide
    guard sides.contains(format.size.width), sides.contains(format.size.height) else {
      throw CodecError(
        .unsupported, "a JPEG of \(format.size): its sides are 1 to \(Self.longestSide) pixels long",
        remedy: "write a PNG")
    }
    guard format.sampleType == .uint8 else {
      throw CodecError(.unsupported, "a JPEG cannot hold \(format.sampleType) samples", remedy: "write a PNG")
    }
    guard let raw = ccodecs_jpeg_writer_create(output.raw) else { throw .noMemory }
    self.output = output
    self.raw = raw
    wroteProfile = !profile.isEmpty
    var settings = ccodecs_jpeg_settings()
    settings.width = UInt32(format.size.width)
    settings.height = UInt32(format.size.height)
    settings.channels = UInt8(format.channels)
    settings.quality = UInt8(min(100, max(1, encoding.quality)))
    settings.subsampled = encoding.subsampling == .s420
    settings.progressive = encoding.progressive
    settings.optimized = encoding.optimizesTables
    if let density = metadata.resolution?.forJFIF {
      settings.has_density = true
      settings.density_x = UInt16(clamping: density.x)
      settings.density_y = UInt16(clamping: density.y)
      settings.density_unit = density.unit == .perInch ? 1 : density.unit == .perCentimetre ? 2 : 0
    }
    let status = profile.withUnsafeBufferPointer {
      ccodecs_jpeg_writer_begin(raw, &settings, $0.baseAddress, $0.count)
    }
    if status.code != .ok { throw CodecError(status, of: .jpeg) }
  }

  deinit { ccodecs_jpeg_writer_destroy(raw) }

  func write(_ rows: UnsafeRawBufferPointer, rowCount: Int, bytesPerRow: Int) throws(CodecError) {
    let start = rows.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let status = ccodecs_jpeg_writer_write_rows(raw, start, rows.count, rowCount, bytesPerRow)
    if status.code != .ok { throw CodecError(status, of: .jpeg) }
  }

  func finish() throws(CodecError) {
    let status = ccodecs_jpeg_writer_finish(raw)
    if status.code != .ok { throw CodecError(status, of: .jpeg) }
  }
}
