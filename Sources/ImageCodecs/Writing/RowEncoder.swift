internal import PoolingEngine

/// One format's half of ``ImageWriter``.
protocol RowEncoder: AnyObject {
  /// Whether the file has the profile that it was given.
  var wroteProfile: Bool { get }
  func write(_ rows: UnsafeRawBufferPointer, rowCount: Int, bytesPerRow: Int) throws(CodecError)
  func finish() throws(CodecError)
}
