public import PoolingEngine

/// Writes rows as a PNG or JPEG while they come. Not to be used from two tasks at once.
///
/// Whatever went to a descriptor before an error stays there: "complete or absent" is the caller's to arrange.
public final class ImageWriter: RowSink {
  public let encoding: ImageEncoding
  public let color: ColorModel
  private let metadata: ImageMetadata
  private let output: CodecOutput
  private var encoder: (any RowEncoder)?
  private var format: RowFormat?
  private var rowsWritten = 0
  private var isCommitted = false

  /// - Parameters:
  ///   - color: what the samples of the rows mean; its channel count must be that of the rows.
  ///   - metadata: written as far as the format has a place for it. An ICC profile is kept only if its colour
  ///     space is that of `color` (`GRAY` or `RGB `); where a profile is written, gamma and sRGB tags are not.
  /// - Throws: ``CodecError`` of kind `.alphaNotRepresentable` (JPEG of a model with alpha; the remedy names
  ///   `--background`) or `.unsupported` (four inks).
  public init(
    _ destination: ByteDestination, as encoding: ImageEncoding, color: ColorModel,
    metadata: ImageMetadata = ImageMetadata()
  ) throws(CodecError) {
    if color == .cmyk {
      throw CodecError(
        .unsupported, "four inks cannot be written as a picture", remedy: "choose --channels rgb")
    }
    if case .jpeg = encoding, color.hasAlpha {
      throw CodecError(
        .alphaNotRepresentable, "a JPEG has no alpha, the picture does",
        remedy: "choose a colour to lay under it with --background, or write a PNG")
    }
    self.encoding = encoding
    self.color = color
    self.metadata = metadata
    output = try CodecOutput(destination)
  }

  /// The profile, if it is one of this colour model.
  private var profile: [UInt8] {
    let space = color == .gray || color == .grayAlpha ? "GRAY" : "RGB "
    return metadata.profileColorSpace == space ? metadata.iccProfile ?? [] : []
  }

  /// Writes the header. Rows are `uint8`, for PNG also `uint16` in native byte order.
  ///
  /// - Throws: ``CodecError`` of kind `.unsupported` (a sample type or size that the format cannot hold: a JPEG is
  ///   at most 65,500 pixels wide and high, a PNG at most 2,147,483,647), `.unwritable`.
  public func begin(_ format: RowFormat) throws(CodecError) {
    precondition(encoder == nil, "a writer writes one picture")
    precondition(format.channels == color.channels, "\(format.channels) channels are not \(color.rawValue)")
    self.format = format
    switch encoding {
    case .png(let encoding):
      encoder = try PNGEncoder(output, encoding, format: format, metadata: metadata, profile: profile)
    case .jpeg(let encoding):
      encoder = try JPEGEncoder(output, encoding, format: format, metadata: metadata, profile: profile)
    }
  }

  /// Writes the header of a PNG whose rows are places in a palette, `uint8` of one channel. `color` says what the entries mean.
  ///
  /// - Throws: ``CodecError`` as ``begin(_:)``; of kind `.unsupported` for a JPEG, which has no palette.
  public func begin(_ format: RowFormat, palette: PNGPalette) throws(CodecError) {
    precondition(encoder == nil, "a writer writes one picture")
    precondition(format.channels == 1 && format.sampleType == .uint8, "a place in a palette is one byte")
    guard case .png(let encoding) = encoding else {
      throw CodecError(.unsupported, "a JPEG has no palette", remedy: "write a PNG")
    }
    self.format = format
    encoder = try PNGEncoder(
      output, encoding, format: format, metadata: metadata, profile: profile, palette: palette)
  }

  /// Whether the file has the metadata's ICC profile; known after `begin`.
  public var wroteProfile: Bool { encoder?.wroteProfile ?? false }

  /// Encodes rows. - Throws: ``CodecError`` of kind `.unwritable`.
  public func write(_ strip: borrowing Strip) throws(CodecError) {
    guard let encoder, strip.format == format else {
      preconditionFailure("rows of another format than announced")
    }
    precondition(strip.firstRow == rowsWritten, "row \(rowsWritten) is next, not \(strip.firstRow)")
    try encoder.write(strip.bytes, rowCount: strip.rowCount, bytesPerRow: strip.format.bytesPerRow)
    rowsWritten += strip.rowCount
  }

  /// Writes the end of the file. - Throws: ``CodecError`` of kind `.unwritable`.
  public func commit() throws(CodecError) {
    guard let encoder, let format else { preconditionFailure("nothing was begun") }
    precondition(rowsWritten == format.size.height, "\(rowsWritten) rows arrived of \(format.size.height)")
    try encoder.finish()
    isCommitted = true
  }

  /// The encoded file of a ``ByteDestination/memory`` writer after ``commit()``; empty before, and a second time.
  public func takeBytes() -> [UInt8] {
    defer { isCommitted = false }
    return isCommitted ? output.bytes : []
  }
}
