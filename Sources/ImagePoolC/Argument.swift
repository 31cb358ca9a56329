internal import ImagePooling

/// Reads arguments that may be anything.
enum Argument {
  static func wrong(_ message: String, _ remedy: String) -> ImagePoolError {
    ImagePoolError(.invalidArgument, message, remedy: remedy)
  }

  /// JSON text.
  static func text(_ start: UnsafePointer<CChar>?, _ count: Int, _ what: String) throws(ImagePoolError)
    -> [UInt8]
  {
    guard let start else { throw wrong("\(what) is NULL", "give JSON text") }
    guard (0...longestText).contains(count) else {
      throw wrong("\(what) is said to have \(UInt(bitPattern: count)) bytes", "give JSON text and its length")
    }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  private static let longestText = 1 << 20

  static func path(_ start: UnsafePointer<CChar>?, _ count: Int) throws(ImagePoolError) -> Path {
    guard let start else { throw wrong("the path is NULL", "give the name of a file") }
    guard (1...longestPath).contains(count) else {
      throw wrong("the path is said to have \(UInt(bitPattern: count)) bytes", "give a name and its length")
    }
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    guard !bytes.contains(0) else { throw wrong("the path has a zero byte", "give the name's own length") }
    return Path(bytes: bytes)
  }

  // Longer than any that a system opens.
  private static let longestPath = 1 << 16

  static func bytes(_ start: UnsafeRawPointer?, _ count: Int) throws(ImagePoolError) -> [UInt8] {
    guard count >= 0 else {
      throw wrong(
        "the input is said to have \(UInt(bitPattern: count)) bytes", "give an encoded file and its length")
    }
    guard count > 0 else { return [] }
    guard let start else { throw wrong("the input is NULL", "give an encoded file") }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  static func threads(_ count: Int32) throws(ImagePoolError) -> Int {
    guard count >= 1 else { throw wrong("\(count) threads do no work", "give 1 or more") }
    return Int(count)
  }
}
