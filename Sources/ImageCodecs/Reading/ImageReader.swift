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
  /// Stored (not turned) size; samples are `uint8`, of a 16-bit PNG `uint16` in native byte order.
  public let format: RowFormat

  /// Reads header and metadata, up to the first pixel.
  ///
  /// - Throws: ``CodecError`` of kind `.notAnImage` (neither format), `.truncated`, `.corrupt`, `.unsupported`,
  ///   `.limit` (too many pixels, or a picture that must be held is larger than the memory allowed),
  ///   `.unreadable` (the operating system's reason is in the message).
  public init(
    _ source: ByteSource, name: String? = nil, delivery: Delivery = .expanded, tolerance: Tolerance = .strict,
    limits: DecodingLimits = .default
  ) throws(CodecError) {
    preconditionFailure()
  }

  /// Fills `strip` with the next rows: several at once as far as its capacity allows, none at the end.
  ///
  /// - Throws: ``CodecError``; in `.strict` also at the first damage that costs samples. In `.tolerant` only
  ///   `.limit` (too many scans), `.unreadable`, `.unsupported`.
  public func read(into strip: inout Strip) throws(CodecError) {
    preconditionFailure()
  }

  /// Reads what follows the last row, so that late damage is known. Rows not yet read are not read.
  /// Damage found here is a warning, since every sample was delivered, except that it throws ``CodecError`` of
  /// kind `.unsupported` if a pipe delivers an orientation after the pixels.
  public func finish() throws(CodecError) {
    preconditionFailure()
  }

  /// What was wrong so far; complete after ``finish()``.
  public var damage: Damage { preconditionFailure() }
}
