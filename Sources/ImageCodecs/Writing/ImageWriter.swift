public import PoolingEngine

/// Writes rows as a PNG or JPEG while they come. Not to be used from two tasks at once.
///
/// Whatever went to a descriptor before an error stays there: "complete or absent" is the caller's to arrange.
public final class ImageWriter: RowSink {
  public let encoding: ImageEncoding
  public let color: ColorModel

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
    preconditionFailure()
  }

  /// Writes the header. Rows are `uint8`, for PNG also `uint16` in native byte order.
  ///
  /// - Throws: ``CodecError`` of kind `.unsupported` (a sample type or size that the format cannot hold: a JPEG is
  ///   at most 65,500 pixels wide and high, a PNG at most 2,147,483,647), `.unwritable`.
  public func begin(_ format: RowFormat) throws(CodecError) {
    preconditionFailure()
  }

  /// Encodes rows. - Throws: ``CodecError`` of kind `.unwritable`.
  public func write(_ strip: borrowing Strip) throws(CodecError) {
    preconditionFailure()
  }

  /// Writes the end of the file. - Throws: ``CodecError`` of kind `.unwritable`.
  public func commit() throws(CodecError) {
    preconditionFailure()
  }

  /// The encoded file of a ``ByteDestination/memory`` writer after ``commit()``; empty before, and a second time.
  public func takeBytes() -> [UInt8] {
    preconditionFailure()
  }
}
