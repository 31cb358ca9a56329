public import CImagePool
internal import ImagePooling

private func tell(
  _ source: Input, _ name: Path?, _ json: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?
) throws(ImagePoolError) {
  guard capacity >= 0, json != nil || capacity == 0 else {
    throw Argument.wrong("there is no room for the text", "give a buffer and its size")
  }
  let text: String
  do throws(ImagePoolError) { text = try SourceInfo.of(source).json(input: name) } catch {
    var error = error
    error.input = error.input ?? name?.description
    throw error
  }
  if let json { TextResult.write(text, into: UnsafeMutableRawBufferPointer(start: json, count: capacity)) }
  length?.pointee = text.utf8.count
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_info_file(
  _ path: UnsafePointer<CChar>?, _ pathLength: Int, _ json: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    let path = try Argument.path(path, pathLength)
    try tell(.file(path), path, json, capacity, length)
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_info_bytes(
  _ bytes: UnsafeRawPointer?, _ count: Int, _ json: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    try tell(.bytes(try Argument.bytes(bytes, count)), nil, json, capacity, length)
  }
}
