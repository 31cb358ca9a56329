#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The few system calls of this room: complete or failed, whatever signals and nonblocking descriptors do.
enum SystemCalls {
  /// Reads until the buffer is full or the input ends; returns the bytes read.
  static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(FeatureMapError)
    -> Int
  {
    var filled = 0
    while filled < buffer.count {
      // A single call takes at most 2 GiB on Linux and macOS refuses more.
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<min(buffer.count, filled + 1 << 30)])
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, room.baseAddress, room.count)
      #elseif canImport(Musl)
        let count = Musl.read(descriptor, room.baseAddress, room.count)
      #else
        let count = Darwin.read(descriptor, room.baseAddress, room.count)
      #endif
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if let code = try failure(of: descriptor, waitingFor: Int16(POLLIN)) {
        throw FeatureMapError(.unreadable, "reading failed: \(text(of: code))", systemError: code)
      }
    }
    return filled
  }

  /// Writes all bytes where the descriptor stands.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(FeatureMapError) {
    try writeAll(bytes, to: descriptor) { chunk, _ in
      #if canImport(Glibc)
        Glibc.write(descriptor, chunk.baseAddress, chunk.count)
      #elseif canImport(Musl)
        Musl.write(descriptor, chunk.baseAddress, chunk.count)
      #else
        Darwin.write(descriptor, chunk.baseAddress, chunk.count)
      #endif
    }
  }

  /// Writes all bytes at a place of a regular file; the descriptor stays where it stands.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int)
    throws(FeatureMapError)
  {
    try writeAll(bytes, to: descriptor) { chunk, done in
      pwrite(descriptor, chunk.baseAddress, chunk.count, off_t(offset + done))
    }
  }

  private static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ call: (UnsafeRawBufferPointer, Int) -> Int
  ) throws(FeatureMapError) {
    var done = 0
    while done < bytes.count {
      let chunk = UnsafeRawBufferPointer(rebasing: bytes[done..<min(bytes.count, done + 1 << 30)])
      let count = call(chunk, done)
      if count > 0 {
        done += count
      } else if count == 0 {
        throw FeatureMapError(.unwritable, "writing failed: no byte was taken")
      } else if let code = try failure(of: descriptor, waitingFor: Int16(POLLOUT)) {
        throw FeatureMapError(.unwritable, "writing failed: \(text(of: code))", systemError: code)
      }
    }
  }

  /// What to make of a call that returned −1: nil: try again (a signal came, or a nonblocking descriptor was not ready
  /// and now is).
  private static func failure(of descriptor: Int32, waitingFor events: Int16) throws(FeatureMapError)
    -> Int32?
  {
    let code = errno
    if code == EINTR { return nil }
    guard code == EAGAIN || code == EWOULDBLOCK else { return code }
    var request = pollfd(fd: descriptor, events: events, revents: 0)
    if poll(&request, 1, -1) < 0 && errno != EINTR { return errno }
    return nil
  }

  static func text(of code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }

  /// Bytes from where a regular file's descriptor stands to its end; nil for everything else, and for files that do not
  /// tell their size.
  static func bytesLeft(of descriptor: Int32) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return nil
    }
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position < 0 ? nil : max(0, Int(status.st_size) - Int(position))
  }

  /// Moves on without reading; false if the descriptor cannot.
  static func advance(_ descriptor: Int32, by count: Int) -> Bool {
    lseek(descriptor, off_t(count), SEEK_CUR) >= 0
  }

  /// A regular file that may be written in any order.
  static func isSeekable(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    // With O_APPEND Linux appends whatever place pwrite names.
    let flags = fcntl(descriptor, F_GETFL)
    return flags >= 0 && flags & O_APPEND == 0
  }

  /// Where a descriptor stands.
  static func position(of descriptor: Int32) throws(FeatureMapError) -> Int {
    let position = lseek(descriptor, 0, SEEK_CUR)
    guard position >= 0 else { throw seekFailure() }
    return Int(position)
  }

  static func seek(_ descriptor: Int32, to position: Int) throws(FeatureMapError) {
    guard lseek(descriptor, off_t(position), SEEK_SET) >= 0 else { throw seekFailure() }
  }

  private static func seekFailure() -> FeatureMapError {
    let code = errno
    return FeatureMapError(
      .unwritable, "the output cannot be written out of order: \(text(of: code))", systemError: code)
  }
}
