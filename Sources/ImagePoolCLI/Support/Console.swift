#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The program's words: results on standard output, everything else on standard error.
enum Console {
  /// Writes a line to standard output; false if nobody takes it any more.
  @discardableResult
  static func output(_ line: String) -> Bool { write(line, to: 1) }

  /// Writes a line to standard error; false if nobody takes it any more.
  @discardableResult
  static func error(_ line: String) -> Bool { write(line, to: 2) }

  /// Replaces the last line of a terminal on standard error; an empty text clears it.
  static func status(_ text: String) { _ = write(Array("\r\u{1B}[K\(text)".utf8), to: 2) }

  static var outputIsTerminal: Bool { isatty(1) == 1 }
  static var errorIsTerminal: Bool { isatty(2) == 1 }

  static func exit(_ status: ExitStatus) -> Never { endProcess(status.rawValue) }

  private static func endProcess(_ status: Int32) -> Never {
    #if canImport(Darwin)
      Darwin.exit(status)
    #elseif canImport(Musl)
      Musl.exit(status)
    #else
      Glibc.exit(status)
    #endif
  }

  private static func write(_ line: String, to descriptor: Int32) -> Bool {
    write(Array((line.hasSuffix("\n") ? line : line + "\n").utf8), to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, start, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, start, count)
    #else
      Glibc.write(descriptor, start, count)
    #endif
  }
}
