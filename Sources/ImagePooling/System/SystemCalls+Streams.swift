#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

// Pipes between this program and one that talks to it.
extension SystemCalls {
  /// Reads what is there into a buffer, at least one byte; 0 at the end.
  static func readSome(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if errno != EINTR {
        throw .current
      }
    }
  }

  /// Waits until there is something to read, or its end; false if meanwhile nobody is left to read the output.
  static func waitToRead(_ input: Int32, whileRead output: Int32) -> Bool {
    while true {
      var waiting = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: output, events: 0, revents: 0),
      ]
      let ready = poll(&waiting, 2, -1)
      if ready < 0, errno == EINTR { continue }
      if ready > 0, waiting[1].revents & Int16(POLLERR) != 0 { return false }
      // Whatever else is wrong, reading tells.
      return true
    }
  }

  /// Takes a standard stream away, so that nothing but its owner reads or writes it: returns another descriptor of it, and
  /// leaves `/dev/null` in its place.
  static func takeStandardStream(_ descriptor: Int32) throws(Failure) -> Int32 {
    let taken = try duplicate(descriptor)
    let null = try opened("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    guard dup2(null, descriptor) >= 0 else { throw .current }
    return taken
  }
}
