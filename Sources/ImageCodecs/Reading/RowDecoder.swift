internal import PoolingEngine

/// One format's half of ``ImageReader``.
protocol RowDecoder: AnyObject {
  var info: ImageInfo { get }
  var color: ColorModel { get }
  var format: RowFormat { get }
  var damage: Damage { get }

  /// Decodes up to `rowCount` rows into `rows`, at least one; never asked for more than the picture has.
  func read(_ rows: UnsafeMutableRawBufferPointer, rowCount: Int) throws(CodecError) -> Int
  /// Reads what follows the last row; all rows were read.
  func finish() throws(CodecError)
}
