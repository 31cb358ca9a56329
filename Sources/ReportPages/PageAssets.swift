internal import CPageFiles

/// The files that pages are put together from, embedded when the program is built.
enum PageAssets {
  static func template(_ kind: ReportPage.Kind) -> [UInt8] { file("\(kind.rawValue).html") }

  /// By file name.
  private static let files: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    var place = 0
    while let file = cpagefiles_at(place)?.pointee {
      files[String(cString: file.name)] = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
      place += 1
    }
    return files
  }()

  /// - Precondition: there is such a file. Names come from this module's templates, and a test puts each page together.
  static func file(_ name: String) -> [UInt8] {
    guard let bytes = files[name] else { preconditionFailure("no embedded file is called \(name)") }
    return bytes
  }
}
