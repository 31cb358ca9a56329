#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The program's words: results on standard output, everything else on standard error.
enum Console {
  /// Why words do not arrive.
  struct Failure: Error {
    let code: Int32
    /// Whoever read them has ended: nobody is missing anything.
    var readerWentAway: Bool { code == EPIPE }
    /// The system's own words.
    var text: String { String(cString: strerror(code)) }
  }

  /// Occupies standard streams that were closed with something that fails, so that no file of ours is opened in their
  /// place and takes words that are meant for them.
  static func occupyClosedStreams() {
    for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) == -1 {
      // Descriptors are given out from below, so this is the one that is missing.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes a line to standard output.
  static func output(_ line: String) throws(Failure) { try write(line, to: 1) }

  /// Writes what was asked for to standard output and says what became of it: a failure is a message and a status, except
  /// that a reader who went away ends the program quietly.
  static func answer(_ text: String) -> ExitStatus {
    do throws(Failure) {
      try output(text)
      return .done
    } catch {
      guard !error.readerWentAway else { return .done }
      Console.error("imagepool: cannot write to standard output: \(error.text)")
      return .failed
    }
  }

  /// Writes a line to standard error. Where that cannot be done there is nobody to tell.
  static func error(_ line: String) { try? report(line) }

  /// Writes a line that must arrive to standard error.
  static func report(_ line: String) throws(Failure) { try write(line, to: 2) }

  /// Replaces the last line of a terminal on standard error; an empty text clears it.
  static func status(_ text: String) { try? write(Array("\r\u{1B}[K\(text)".utf8), to: 2) }

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

  private static func write(_ line: String, to descriptor: Int32) throws(Failure) {
    try write(Array((line.hasSuffix("\n") ? line : line + "\n").utf8), to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        let code = errno
        if code == EINTR { continue }
        if code == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
          continue
        }
        throw Failure(code: code)
      }
      rest = rest.dropFirst(count)
    }
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
