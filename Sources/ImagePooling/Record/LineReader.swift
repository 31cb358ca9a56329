/// Reads the lines of a file from a place on. Not to be used from two threads at once.
final class LineReader {
  private let descriptor: Int32
  private let longest: Int
  private let buffer: UnsafeMutableRawBufferPointer
  private var filled = 0..<0
  private var offset: Int
  /// Where the next line begins.
  private(set) var place: Int

  /// - Parameters:
  ///   - chunk: how much is read at a time.
  ///   - longest: of a line that is longer only so many bytes and at most a chunk more are held; the rest is passed over.
  init(_ descriptor: Int32, from place: Int = 0, chunk: Int = 1 << 17, longest: Int = .max) {
    self.descriptor = descriptor
    self.longest = longest
    self.place = place
    offset = place
    buffer = .allocate(byteCount: chunk, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// Goes on from another place.
  func move(to place: Int) {
    self.place = place
    offset = place
    filled = 0..<0
  }

  /// The next line, its line break included if it has one and is not too long; nil at the end.
  func next() throws(SystemCalls.Failure) -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if filled.isEmpty {
        let count = try SystemCalls.readBytes(descriptor, at: offset, into: buffer)
        if count == 0 { return line.isEmpty ? nil : line }
        offset += count
        filled = 0..<count
      }
      let rest = UnsafeRawBufferPointer(rebasing: buffer[filled])
      let end = SystemCalls.firstPlace(of: UInt8(ascii: "\n"), in: rest).map { $0 + 1 } ?? rest.count
      let isEnd = end > 0 && rest[end - 1] == UInt8(ascii: "\n")
      if line.count <= longest { line += rest[..<end] }
      filled = (filled.lowerBound + end)..<filled.upperBound
      place += end
      if isEnd { return line }
    }
  }
}
