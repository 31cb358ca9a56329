internal import PoolingEngine

/// One format's half of ``ImageWriter``.
protocol RowEncoder: AnyObject {
  func write(_ rows: UnsafeRawBufferPointer, rowCount: Int, bytesPerRow: Int) throws(CodecError)
  func finish() throws(CodecError)
}
