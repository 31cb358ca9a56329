/// Text for the caller.
enum TextResult {
  /// Writes as much of a text as fits, whole characters of UTF-8, and a zero behind it; nothing without room for that.
  static func write(_ text: String, into buffer: UnsafeMutableRawBufferPointer) {
    guard buffer.count > 0 else { return }
    let bytes = Array(text.utf8)
    var count = min(bytes.count, buffer.count - 1)
    // A byte 10xxxxxx goes on with a character that would be cut.
    while count < bytes.count, count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 }
    buffer.copyBytes(from: bytes[..<count])
    buffer[count] = 0
  }
}
