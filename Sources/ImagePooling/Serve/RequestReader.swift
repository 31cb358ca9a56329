/// Takes lines, and bytes between them, off a stream. Not to be used from two threads at once.
final class RequestReader {
  /// What a line turned out to be.
  enum Line {
    /// A whole one, without its line break.
    case text([UInt8])
    /// More than ``longestLine`` bytes, which were passed over.
    case tooLong
    /// The stream ended, behind so many bytes of a line without its line break.
    case end(after: Int)
  }

  /// Bytes of a line at most; this much of one is held.
  static let longestLine = 1 << 20

  private let descriptor: Int32
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// What was read and not taken yet.
  private var filled = 0..<0
  /// Says before each read whether there is a point in waiting for it.
  private let isWanted: () -> Bool

  /// - Parameter isWanted: returns once there is something to read; false: the stream is taken for ended.
  init(_ descriptor: Int32, isWanted: @escaping () -> Bool = { true }) {
    self.descriptor = descriptor
    self.isWanted = isWanted
  }

  deinit { buffer.deallocate() }

  /// The next line that is not blank.
  func line() throws(SystemCalls.Failure) -> Line {
    var line: [UInt8] = []
    var isTooLong = false
    while true {
      guard try fill() else { return .end(after: isTooLong ? Self.longestLine + 1 : line.count) }
      let rest = UnsafeRawBufferPointer(rebasing: buffer[filled])
      let end = SystemCalls.firstPlace(of: UInt8(ascii: "\n"), in: rest)
      if !isTooLong {
        line += rest[..<(end ?? rest.count)]
        if line.count > Self.longestLine { (line, isTooLong) = ([], true) }
      }
      take(end.map { $0 + 1 } ?? rest.count)
      guard end != nil else { continue }
      if isTooLong { return .tooLong }
      if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return .text(line) }
      line = []
    }
  }

  /// The next `count` bytes; fewer only at the end of the stream. They are allocated at once: whoever asks has made sure that
  /// there is room.
  func bytes(_ count: Int) throws(SystemCalls.Failure) -> [UInt8] {
    var failure: SystemCalls.Failure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, done in
      do throws(SystemCalls.Failure) {
        while done < count {
          let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[done...])
          let got: Int
          if filled.isEmpty, rest.count >= buffer.count {
            guard isWanted() else { return }
            got = try SystemCalls.readSome(
              descriptor, into: UnsafeMutableRawBufferPointer(rebasing: rest.prefix(1 << 20)))
          } else {
            guard try fill() else { return }
            got = min(filled.count, rest.count)
            rest.copyMemory(
              from: UnsafeRawBufferPointer(rebasing: buffer[filled.lowerBound..<(filled.lowerBound + got)]))
            take(got)
          }
          if got == 0 { return }
          done += got
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Passes over `count` bytes; false if the stream ends before.
  func skip(_ count: Int) throws(SystemCalls.Failure) -> Bool {
    var rest = count
    while rest > 0 {
      guard try fill() else { return false }
      let some = min(rest, filled.count)
      take(some)
      rest -= some
    }
    return true
  }

  /// False at the end.
  private func fill() throws(SystemCalls.Failure) -> Bool {
    if !filled.isEmpty { return true }
    guard isWanted() else { return false }
    filled = 0..<(try SystemCalls.readSome(descriptor, into: buffer))
    return !filled.isEmpty
  }

  private func take(_ count: Int) { filled = (filled.lowerBound + count)..<filled.upperBound }
}
