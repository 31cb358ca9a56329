import FeatureMaps
import Foundation
import PoolingEngine

/// What most suites need: fixtures, feeding a sink, files that are gone afterwards.
enum Support {
  static func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Bundle.module.resourceURL!.appendingPathComponent("npy/\(name).npy")))
  }

  /// Gives all rows of a source to a sink, in strips of some height.
  static func drain(_ source: any RowSource, into sink: any RowSink, stripHeight: Int = 3) throws {
    try sink.begin(source.format)
    var strip = Strip(format: source.format, capacity: stripHeight)
    while true {
      try source.read(into: &strip)
      guard strip.rowCount > 0 else { break }
      try sink.write(strip)
    }
    try sink.commit()
  }

  /// Planes counted 0, 1, 2, … in a type of integers.
  static func counting<S: Sample & FixedWidthInteger>(
    _ channels: Int, _ height: Int, _ width: Int, as type: S.Type = S.self
  ) throws -> Tensor {
    let samples = (0..<(channels * height * width)).map { S(truncatingIfNeeded: $0) }
    return Tensor(try Planes(channels: channels, size: Size(height: height, width: width), samples))
  }

  static func tensor<S: Sample>(_ channels: Int, _ height: Int, _ width: Int, _ samples: [S]) throws -> Tensor
  {
    Tensor(try Planes(channels: channels, size: Size(height: height, width: width), samples))
  }

  /// Opens a new temporary file, already unlinked, and hands out its descriptor.
  static func withTemporaryFile<T>(_ contents: [UInt8] = [], _ body: (Int32) throws -> T) throws -> T {
    var path = Array("\(NSTemporaryDirectory())/featuremaps-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    precondition(descriptor >= 0, "no temporary file")
    unlink(&path)
    defer { close(descriptor) }
    if !contents.isEmpty {
      precondition(write(descriptor, contents, contents.count) == contents.count)
      lseek(descriptor, 0, SEEK_SET)
    }
    return try body(descriptor)
  }

  /// All bytes of an open file.
  static func contents(of descriptor: Int32) -> [UInt8] {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: size)
    precondition(pread(descriptor, &bytes, size, 0) == size)
    return bytes
  }

  /// Hands out the reading end of a pipe that another thread fills and closes.
  static func withPipe<T>(_ contents: [UInt8], _ body: (Int32) throws -> T) throws -> T {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    // Who refuses a header closes the pipe before all is written.
    signal(SIGPIPE, SIG_IGN)
    let (reading, writing) = (ends[0], ends[1])
    let thread = Thread {
      var done = 0
      while done < contents.count {
        let count = contents[done...].withUnsafeBytes { write(writing, $0.baseAddress, min($0.count, 4099)) }
        guard count > 0 else { break }
        done += count
      }
      close(writing)
    }
    thread.start()
    defer { close(reading) }
    return try body(reading)
  }

  /// The kind of error that the call throws; nil if it does not.
  static func kind(_ body: () throws(FeatureMapError) -> Void) -> FeatureMapError.Kind? {
    do {
      try body()
      return nil
    } catch {
      return error.kind
    }
  }
}
