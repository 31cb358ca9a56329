internal import CCodecs
public import PoolingEngine

/// Reads a PNG or JPEG from top to bottom, a few rows at a time, in its stored orientation.
///
/// Memory is rows, not the picture, where ``ImageInfo/streams`` says so. Not to be used from two tasks at once.
public final class ImageReader: RowSource {
  /// What the caller calls the input.
  public let name: String?
  public let info: ImageInfo
  /// What the delivered samples mean. In ``Delivery/native`` a palette's indices are ``ColorModel/gray``.
  public let color: ColorModel
  /// How many stored rows and columns come as one: 1 unless a JPEG was asked for less.
  public let reduction: Int
  /// Stored (not turned) size, divided by ``reduction`` and rounded up; samples are `uint8`, of a 16-bit PNG `uint16` in native byte order.
  public let format: RowFormat
  private let decoder: any RowDecoder
  private var nextRow = 0
  private var isFinished = false

  /// Reads header and metadata, up to the first pixel.
  ///
  /// - Parameter reduction: asked once the header of a JPEG is read: by how much its decoder is to reduce the picture, 1, 2,
  ///   4 or 8. A block of 8×8 samples is then made anew from its lowest 64/reduction² frequencies, so that a delivered sample
  ///   stands for a cell of reduction² stored ones and is near their mean, not equal to it. The last row and column
  ///   of cells may reach beyond the picture; what lies there was invented by the encoder. A PNG is never reduced.
  /// - Throws: ``CodecError`` of kind `.notAnImage` (neither format), `.truncated`, `.corrupt`, `.unsupported`,
  ///   `.limit` (too many pixels, or decoding would hold more memory than allowed), `.unreadable` (the operating
  ///   system's reason is in the message).
  public init(
    _ source: ByteSource, name: String? = nil, delivery: Delivery = .expanded, tolerance: Tolerance = .strict,
    limits: DecodingLimits = .default, reduction: (ImageInfo) -> Int = { _ in 1 }
  ) throws(CodecError) {
    let decoder = try Self.decoder(
      source, delivery: delivery, tolerance: tolerance, limits: limits, reduction: reduction)
    self.decoder = decoder
    self.reduction = (decoder as? JPEGDecoder)?.reduction ?? 1
    try limits.check(decoder.info)
    self.name = name
    info = decoder.info
    color = decoder.color
    format = decoder.format
  }

  static func decoder(
    _ source: ByteSource, delivery: Delivery, tolerance: Tolerance, limits: DecodingLimits,
    reduction: (ImageInfo) -> Int = { _ in 1 }
  ) throws(CodecError) -> any RowDecoder {
    let input = try CodecInput(source)
    if let seconds = limits.seconds { ccodecs_input_limit_time(input.raw, seconds) }
    switch try input.kind() {
    case .png: return try PNGDecoder(input, delivery: delivery, tolerance: tolerance)
    case .jpeg:
      return try JPEGDecoder(
        input, delivery: delivery, tolerance: tolerance, limits: limits, reduction: reduction)
    }
  }

  /// Fills `strip` with the next rows: several at once as far as its capacity allows, none at the end.
  ///
  /// - Throws: ``CodecError``; in `.strict` also at the first damage that costs samples. In `.tolerant` only
  ///   `.limit` (too many scans), `.unreadable`, `.unsupported`, and `.truncated` or `.corrupt` where not one row
  ///   could be decoded.
  public func read(into strip: inout Strip) throws(CodecError) {
    precondition(strip.format == format, "the strip is made for other rows")
    let wanted = min(strip.capacity, format.size.height - nextRow)
    try strip.fill(startingAt: nextRow) { (rows) throws(CodecError) in
      wanted > 0 ? try decoder.read(rows, rowCount: wanted) : 0
    }
    nextRow += strip.rowCount
  }

  /// Reads what follows the last row, so that late damage is known; does nothing as long as rows are unread.
  ///
  /// Behind a PNG's pixels damage is a warning, since every sample was delivered. A JPEG's decoder that
  /// complains there (no end marker, bytes left over) has lost samples or its way, so `.strict` throws.
  ///
  /// - Throws: ``CodecError`` of kind `.truncated` or `.corrupt` as said; `.unsupported` if a pipe delivers an
  ///   orientation behind the pixels; `.unreadable`.
  public func finish() throws(CodecError) {
    guard nextRow == format.size.height, !isFinished else { return }
    isFinished = true
    try decoder.finish()
  }

  /// What was wrong so far; complete after ``finish()``.
  public var damage: Damage { decoder.damage }
}
