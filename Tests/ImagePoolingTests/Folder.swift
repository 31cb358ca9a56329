import Foundation
import ImagePooling

/// A folder that is removed with its content.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/imagepool-library-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func place(_ name: String) -> Path { Path(path + "/" + name) }

  func write(_ bytes: [UInt8], _ name: String) throws -> Path {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    return place(name)
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  /// Hidden files included.
  func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

/// A file opened for reading.
func withDescriptor<T>(of path: Path, _ body: (Int32) throws -> T) throws -> T {
  let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path.text))
  defer { try? handle.close() }
  return try body(handle.fileDescriptor)
}
