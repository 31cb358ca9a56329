internal import CSystem

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

// Files that are read and written at places of them, or kept to themselves.
extension SystemCalls {
  /// Reads at a place of a file, up to the buffer's size; 0 at the end.
  static func readBytes(
    _ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw .current }
    }
  }

  /// Writes at a place of a file.
  static func writeBytes(_ descriptor: Int32, _ bytes: [UInt8], at offset: Int) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        // `done` is below the count, so the buffer is not empty and has an address.
        pwrite(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .current
      }
      done += count
    }
  }

  static func truncate(_ descriptor: Int32, to size: Int) throws(Failure) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .current }
  }

  /// Waits until the file is on its medium.
  static func synchronize(_ descriptor: Int32) { _ = fsync(descriptor) }

  static func openForUpdating(_ path: Path) throws(Failure) -> Int32 {
    try opened(path, O_RDWR | O_CLOEXEC)
  }

  static func openOrCreate(_ path: Path) throws(Failure) -> Int32 {
    try opened(path, O_RDWR | O_CREAT | O_CLOEXEC)
  }

  /// Opens without waiting for a pipe's other end.
  static func openWithoutWaiting(_ path: Path) throws(Failure) -> Int32 {
    try opened(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  }

  /// Locks a file for this open descriptor and its copies; false if it cannot be had.
  ///
  /// - Parameter waits: until somebody else gives it up.
  static func lock(_ descriptor: Int32, waits: Bool) -> Bool {
    while true {
      if flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 { return true }
      if errno != EINTR { return false }
    }
  }

  /// Reads up to `count` bytes; fewer only at the end. Nil if they are not there in time.
  static func readBytes(
    _ descriptor: Int32, upTo count: Int, within time: Duration
  ) throws(Failure) -> [UInt8]? {
    let end = ContinuousClock.now + time
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard waitToRead(descriptor, until: end) else { return nil }
      let some = try readSome(descriptor, upTo: min(1 << 16, count - bytes.count))
      if some.isEmpty { break }
      bytes += some
    }
    return bytes
  }

  private static func waitToRead(_ descriptor: Int32, until end: ContinuousClock.Instant) -> Bool {
    while true {
      let rest = (end - .now) / .milliseconds(1)
      if rest <= 0 { return false }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, Int32(min(60_000, rest.rounded(.up))))
      // Whatever else is wrong, reading tells.
      if ready > 0 || ready < 0 && errno != EINTR { return true }
    }
  }

  static func duplicate(_ descriptor: Int32) throws(Failure) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw .current }
    return copy
  }

  /// How many names a file has.
  static func linkCount(_ descriptor: Int32) -> Int {
    var s = stat()
    return fstat(descriptor, &s) == 0 ? Int(s.st_nlink) : 1
  }

  /// A file without a name in the directory for temporary files.
  static func namelessFile() throws(Failure) -> Int32 {
    var folder = "/tmp"
    if let given = getenv("TMPDIR") { folder = String(cString: given) }
    var name = Array("\(folder)/imagepool-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw .current }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(name)
    return descriptor
  }

  /// From now on large blocks go back to the system as soon as they are freed.
  static func returnLargeBlocks() { csystem_return_large_blocks() }
}

extension SystemCalls {
  /// The first place of a byte.
  static func firstPlace(of byte: UInt8, in buffer: UnsafeRawBufferPointer) -> Int? {
    guard let start = buffer.baseAddress, let found = memchr(start, Int32(byte), buffer.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - start
  }
}
