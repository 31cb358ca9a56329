internal import CImagePool
internal import ImagePooling

/// What exported functions return: what their bodies throw becomes a code, and fills the caller's error struct.
enum Answer {
  static func of(
    _ error: UnsafeMutablePointer<imagepool_error>?, _ body: () throws(ImagePoolError) -> Void
  ) -> Int32 {
    error?.initialize(to: imagepool_error())
    do throws(ImagePoolError) {
      try body()
      return Int32(IMAGEPOOL_OK)
    } catch let failure {
      let code = code(of: failure.kind)
      if let error { fill(error, code, failure) }
      return code
    }
  }

  private static func code(of kind: ImagePoolError.Kind) -> Int32 {
    switch kind {
    case .invalidArgument: Int32(IMAGEPOOL_INVALID_ARGUMENT)
    case .geometry: Int32(IMAGEPOOL_GEOMETRY)
    case .notAnImage: Int32(IMAGEPOOL_NOT_AN_IMAGE)
    case .truncated: Int32(IMAGEPOOL_TRUNCATED)
    case .corrupt: Int32(IMAGEPOOL_CORRUPT)
    case .unsupported: Int32(IMAGEPOOL_UNSUPPORTED)
    case .limit: Int32(IMAGEPOOL_LIMIT)
    case .unreadable: Int32(IMAGEPOOL_UNREADABLE)
    default: Int32(IMAGEPOOL_OTHER)
    }
  }

  private static func fill(
    _ error: UnsafeMutablePointer<imagepool_error>, _ code: Int32, _ failure: ImagePoolError
  ) {
    error.pointee.code = code
    withUnsafeMutableBytes(of: &error.pointee.kind) { TextResult.write(failure.kind.rawValue, into: $0) }
    withUnsafeMutableBytes(of: &error.pointee.message) { TextResult.write(failure.description, into: $0) }
  }
}
