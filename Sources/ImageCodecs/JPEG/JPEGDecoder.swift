internal import CCodecs
internal import PoolingEngine

/// Rows of a JPEG.
final class JPEGDecoder: RowDecoder {
  private let input: CodecInput
  private let raw: OpaquePointer
  private let tolerance: Tolerance
  private let limits: DecodingLimits
  private var rowsDelivered = 0
  private var failure: CodecError?
  let info: ImageInfo
  let reduction: Int
  let color: ColorModel
  let format: RowFormat

  init(
    _ input: CodecInput, delivery: Delivery, tolerance: Tolerance, limits: DecodingLimits,
    reduction: (ImageInfo) -> Int
  ) throws(CodecError) {
    guard let raw = ccodecs_jpeg_reader_create(input.raw) else { throw .noMemory }
    var header = ccodecs_jpeg_header()
    var inks: ccodecs_jpeg_inks =
      switch delivery {
      case .expanded, .expandedKeepingProfiledCMYK: .toRGB
      case .expandedKeepingCMYK: .kept
      case .native: .stored
      }
    let status = input.withMemory { ccodecs_jpeg_reader_read_header(raw, $0, inks, &header) }
    guard status.code == .ok else {
      ccodecs_jpeg_reader_destroy(raw)
      throw CodecError(status, of: .jpeg)
    }
    self.input = input
    self.raw = raw
    self.tolerance = tolerance
    self.limits = limits
    var info = ImageInfo(jpeg: header)
    info.metadata.iccProfile = JPEGDecoder.profile(raw)
    info.orientation = JPEGDecoder.orientation(raw)
    if delivery == .expandedKeepingProfiledCMYK, info.metadata.profileColorSpace == "CMYK" { inks = .kept }
    let reduction = reduction(info)
    precondition([1, 2, 4, 8].contains(reduction), "a JPEG is reduced by 2, 4 or 8")
    let choice = ccodecs_jpeg_reader_choose(raw, inks, UInt32(reduction), &header)
    guard choice.code == .ok else {
      ccodecs_jpeg_reader_destroy(raw)
      throw CodecError(choice, of: .jpeg)
    }
    info.decoderMemory = header.decoder_memory
    color = header.channels == 1 ? .gray : header.channels == 3 ? .rgb : .cmyk
    self.info = info
    self.reduction = reduction
    format = RowFormat(
      size: Size(height: Int(header.delivered_height), width: Int(header.delivered_width)),
      channels: Int(header.channels), sampleType: .uint8)
  }

  deinit { ccodecs_jpeg_reader_destroy(raw) }

  private static func profile(_ raw: OpaquePointer) -> [UInt8]? {
    var count = 0
    guard let start = ccodecs_jpeg_reader_profile(raw, &count) else { return nil }
    return [UInt8](UnsafeBufferPointer(start: start, count: count))
  }

  /// That of the first Exif segment which has one.
  private static func orientation(_ raw: OpaquePointer) -> Orientation {
    var (index, count) = (0, 0)
    while let start = ccodecs_jpeg_reader_exif(raw, index, &count) {
      if let tag = EXIF.orientation(in: UnsafeRawBufferPointer(start: start, count: count)) {
        return Orientation(tag: tag)
      }
      index += 1
    }
    return .upright
  }

  func read(_ rows: UnsafeMutableRawBufferPointer, rowCount: Int) throws(CodecError) -> Int {
    if failure != nil { return fillWithZeros(rows, from: 0, to: rowCount) }
    var count = 0
    let status = input.withMemory { memory in
      ccodecs_jpeg_reader_read_rows(
        raw, memory, Int32(clamping: limits.scans), limits.memory,
        rows.baseAddress?.assumingMemoryBound(to: UInt8.self), rows.count, rowCount, &count)
    }
    rowsDelivered += count
    if status.code == .ok {
      try throwIfStrict()
      return count
    }
    let error = CodecError(status, of: .jpeg)
    failure = error
    let lostPixels = status.code == .truncated || status.code == .corrupt
    if tolerance == .strict || !lostPixels || rowsDelivered == 0 { throw error }
    return fillWithZeros(rows, from: count, to: rowCount)
  }

  /// After an error that libjpeg does not go on from.
  private func fillWithZeros(_ rows: UnsafeMutableRawBufferPointer, from first: Int, to end: Int) -> Int {
    let range = first * format.bytesPerRow..<end * format.bytesPerRow
    UnsafeMutableRawBufferPointer(rebasing: rows[range]).initializeMemory(as: UInt8.self, repeating: 0)
    return end
  }

  private func throwIfStrict() throws(CodecError) {
    if tolerance == .strict, let error = complaint() { throw error }
  }

  /// libjpeg's first warning after the first scan began, as an error.
  private func complaint() -> CodecError? {
    let damage = ccodecs_jpeg_reader_damage(raw)
    guard damage.happened else { return nil }
    var status = ccodecs_status()
    status.code = damage.ended ? .truncated : .corrupt
    withUnsafeBytes(of: damage.message) { text in
      withUnsafeMutableBytes(of: &status.message) { $0.copyBytes(from: text.prefix($0.count)) }
    }
    return CodecError(status, of: .jpeg)
  }

  func finish() throws(CodecError) {
    guard failure == nil else { return }
    let status = input.withMemory { ccodecs_jpeg_reader_finish(raw, $0) }
    if status.code != .ok {
      let error = CodecError(status, of: .jpeg)
      failure = error
      if tolerance == .strict || status.code == .unreadable { throw error }
    }
    try throwIfStrict()
  }

  var damage: Damage {
    let noted = ccodecs_jpeg_reader_damage(raw)
    let isLossy = failure != nil || noted.happened
    var damage = Damage(rowsIntact: isLossy ? Int(noted.rows_intact) : info.storedSize.height)
    damage.warnings = ccodecs_jpeg_reader_notes(raw).texts
    damage.warningCount = ccodecs_jpeg_reader_notes(raw).pointee.total
    damage.isLossy = isLossy
    damage.error = complaint() ?? failure
    return damage
  }
}
