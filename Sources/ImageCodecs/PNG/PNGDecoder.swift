internal import CCodecs
internal import PoolingEngine

/// Rows of a PNG.
final class PNGDecoder: RowDecoder {
  private let input: CodecInput
  private let raw: OpaquePointer
  private let tolerance: Tolerance
  private var header = ccodecs_png_header()
  private var orientationIsFinal = false
  private var failure: CodecError?
  private var tailWarning: String?
  private(set) var info: ImageInfo
  let color: ColorModel
  let format: RowFormat

  init(_ input: CodecInput, delivery: Delivery, tolerance: Tolerance) throws(CodecError) {
    guard let raw = ccodecs_png_reader_create(input.raw) else { throw .noMemory }
    var header = ccodecs_png_header()
    let expands = delivery != .native
    let status = input.withMemory { ccodecs_png_reader_read_header(raw, $0, expands, &header) }
    guard status.code == .ok else {
      ccodecs_png_reader_destroy(raw)
      throw CodecError(status, of: .png)
    }
    self.input = input
    self.raw = raw
    self.tolerance = tolerance
    self.header = header
    let models: [ColorModel] = [.gray, .grayAlpha, .rgb, .rgba]
    color = models[Int(header.channels) - 1]  // libpng delivers one to four channels
    format = RowFormat(
      size: Size(height: Int(header.height), width: Int(header.width)), channels: Int(header.channels),
      sampleType: header.delivered_depth == 16 ? .uint16 : .uint8)
    info = ImageInfo(png: header)
    info.metadata.iccProfile = profile()
    info.orientation = lookForOrientation()
  }

  deinit { ccodecs_png_reader_destroy(raw) }

  private func profile() -> [UInt8]? {
    var count = 0
    guard let start = ccodecs_png_reader_profile(raw, &count) else { return nil }
    return [UInt8](UnsafeBufferPointer(start: start, count: count))
  }

  /// The orientation of the eXIf chunk seen so far.
  private func seenOrientation() -> Orientation? {
    var count = 0
    guard let start = ccodecs_png_reader_exif(raw, &count) else { return nil }
    return Orientation(tag: EXIF.orientation(in: UnsafeRawBufferPointer(start: start, count: count)) ?? 1)
  }

  /// eXIf may stand behind the pixels; a file is searched for it now, a pipe cannot be.
  private func lookForOrientation() -> Orientation {
    if seenOrientation() == nil {
      _ = input.withMemory { ccodecs_png_reader_look_ahead(raw, $0, &orientationIsFinal) }
    } else {
      orientationIsFinal = true
    }
    return seenOrientation() ?? .upright
  }

  func read(_ rows: UnsafeMutableRawBufferPointer, rowCount: Int) throws(CodecError) -> Int {
    if failure != nil, !header.interlaced { return fillWithZeros(rows, rowCount) }
    var count = 0
    let status = decode(rows, rowCount, &count)
    if status.code == .ok { return count }
    let error = CodecError(status, of: .png)
    failure = error
    let lostPixels = status.code == .truncated || status.code == .corrupt
    if tolerance == .strict || !lostPixels || ccodecs_png_reader_decoded_rows(raw) == 0 { throw error }
    if count > 0 { return count }
    if !header.interlaced { return fillWithZeros(rows, rowCount) }
    _ = decode(rows, rowCount, &count)
    return count
  }

  private func decode(_ rows: UnsafeMutableRawBufferPointer, _ rowCount: Int, _ count: inout Int)
    -> ccodecs_status
  {
    input.withMemory { memory in
      ccodecs_png_reader_read_rows(
        raw, memory, rows.baseAddress?.assumingMemoryBound(to: UInt8.self), rows.count, rowCount, &count)
    }
  }

  private func fillWithZeros(_ rows: UnsafeMutableRawBufferPointer, _ rowCount: Int) -> Int {
    UnsafeMutableRawBufferPointer(rebasing: rows[..<(rowCount * format.bytesPerRow)]).initializeMemory(
      as: UInt8.self, repeating: 0)
    return rowCount
  }

  func finish() throws(CodecError) {
    guard failure == nil else { return }
    let status = input.withMemory { ccodecs_png_reader_finish(raw, $0) }
    switch status.code {
    case .ok: break
    case .unreadable: throw CodecError(status, of: .png)
    case .truncated: tailWarning = "the PNG ends without IEND"
    default: tailWarning = status.text
    }
    if !orientationIsFinal, let orientation = seenOrientation(), orientation != .upright {
      throw CodecError(
        .unsupported, "the PNG tells its orientation (\(orientation.rawValue)) behind its pixels",
        remedy: "give the file itself instead of a pipe")
    }
  }

  var damage: Damage {
    var damage = Damage(rowsIntact: format.size.height)
    for note in ccodecs_png_reader_notes(raw).texts {
      if PNGWarning.isHarmless(note) { damage.remarks.append(note) } else { damage.warnings.append(note) }
    }
    damage.warningCount = ccodecs_png_reader_notes(raw).pointee.total - damage.remarks.count
    if let tailWarning {
      damage.warnings.append(tailWarning)
      damage.warningCount += 1
    }
    if let failure {
      damage.error = failure
      damage.isLossy = true
      damage.rowsIntact = ccodecs_png_reader_rows_intact(raw)
    }
    return damage
  }
}
