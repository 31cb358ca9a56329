import Foundation
import ImageCodecs

/// A pipe that holds `bytes` (at most 64 KB) and then ends.
func withPipe<T>(holding bytes: [UInt8], _ body: (Int32) throws -> T) throws -> T {
  precondition(bytes.count <= 65536)
  let pipe = Pipe()
  try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
  try pipe.fileHandleForWriting.close()
  defer { try? pipe.fileHandleForReading.close() }
  return try body(pipe.fileHandleForReading.fileDescriptor)
}

/// An open temporary file that holds `bytes`, at its start.
func withFile<T>(holding bytes: [UInt8] = [], _ body: (Int32) throws -> T) throws -> T {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try Data(bytes).write(to: path)
  defer { try? FileManager.default.removeItem(at: path) }
  let handle = try FileHandle(forUpdating: path)
  defer { try? handle.close() }
  return try body(handle.fileDescriptor)
}

/// A file of the folder Fixtures.
func fixture(_ name: String) throws -> [UInt8] {
  let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures")
  guard let folder else { throw CocoaError(.fileNoSuchFile) }
  return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
}

/// Everything in a file that is open for reading, too.
func contents(of descriptor: Int32) throws -> [UInt8] {
  let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
  try handle.seek(toOffset: 0)
  return [UInt8](try handle.readToEnd() ?? Data())
}

/// One read(2); how many bytes it gave.
func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
  max(0, read(descriptor, buffer.baseAddress, buffer.count))
}
