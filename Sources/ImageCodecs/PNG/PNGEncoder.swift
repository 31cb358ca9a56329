internal import CCodecs
internal import PoolingEngine

/// Rows into a PNG.
final class PNGEncoder: RowEncoder {
  private let output: CodecOutput
  private let raw: OpaquePointer

  init(
    _ output: CodecOutput, _ encoding: PNGEncoding, format: RowFormat, metadata: ImageMetadata,
    profile: [UInt8], palette: PNGPalette? = nil
  ) throws(CodecError) {
    let most = Int(Int32.max)
    guard (1...most).contains(format.size.width), (1...most).contains(format.size.height) else {
      throw CodecError(
        .unsupported, "a PNG cannot be \(format.size)",
        remedy: "write a picture of 1 to \(most) pixels a side")
    }
    guard format.sampleType == .uint8 || format.sampleType == .uint16 else {
      throw CodecError(
        .unsupported, "a PNG cannot hold \(format.sampleType) samples", remedy: "dump them as npy")
    }
    guard let raw = ccodecs_png_writer_create(output.raw) else { throw .noMemory }
    self.output = output
    self.raw = raw
    var settings = ccodecs_png_settings(metadata)
    settings.width = UInt32(format.size.width)
    settings.height = UInt32(format.size.height)
    settings.channels = UInt8(format.channels)
    settings.bit_depth = UInt8(8 * format.sampleType.byteCount)
    if let palette { settings.set(palette) }
    settings.compression = UInt8(min(9, max(0, encoding.compression)))
    let status = profile.withUnsafeBufferPointer {
      ccodecs_png_writer_begin(raw, &settings, $0.baseAddress, $0.count)
    }
    if status.code != .ok { throw CodecError(status, of: .png) }
  }

  deinit { ccodecs_png_writer_destroy(raw) }

  var wroteProfile: Bool { ccodecs_png_writer_has_profile(raw) }

  func write(_ rows: UnsafeRawBufferPointer, rowCount: Int, bytesPerRow: Int) throws(CodecError) {
    let start = rows.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let status = ccodecs_png_writer_write_rows(raw, start, rows.count, rowCount, bytesPerRow)
    if status.code != .ok { throw CodecError(status, of: .png) }
  }

  func finish() throws(CodecError) {
    let status = ccodecs_png_writer_finish(raw)
    if status.code != .ok { throw CodecError(status, of: .png) }
  }
}

extension ccodecs_png_settings {
  fileprivate mutating func set(_ palette: PNGPalette) {
    bit_depth = UInt8(palette.bitDepth)
    palette_count = UInt16(palette.entries.count)
    palette_alpha_count = UInt16(palette.entries.count { $0.alpha < 255 })
    withUnsafeMutableBytes(of: &self.palette) { target in
      for (place, entry) in palette.entries.enumerated() {
        let samples = [entry.red, entry.green, entry.blue, entry.alpha]
        for (channel, sample) in samples.enumerated() { target[4 * place + channel] = sample }
      }
    }
  }

  /// What a PNG can say of the metadata, apart from the profile.
  init(_ metadata: ImageMetadata) {
    self.init()
    if let gamma = metadata.gamma {
      has_gamma = true
      self.gamma = gamma
    }
    if let chromaticities = metadata.chromaticities, chromaticities.count == 8 {
      has_chromaticities = true
      withUnsafeMutableBytes(of: &self.chromaticities) { target in
        chromaticities.withUnsafeBytes { target.copyMemory(from: $0) }
      }
    }
    if let intent = metadata.srgbIntent {
      has_srgb = true
      srgb_intent = intent
    }
    if let resolution = metadata.resolution?.forPNG {
      has_resolution = true
      resolution_x = resolution.x
      resolution_y = resolution.y
      resolution_per_metre = resolution.unit == .perMetre
    }
  }
}
