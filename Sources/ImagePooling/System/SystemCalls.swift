#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The operating system's calls that this module needs, with their failures as values. Outside this folder nothing of
/// this module imports the C library.
enum SystemCalls {
  /// What a call failed with.
  struct Failure: Error, Hashable {
    let code: Int32

    static var current: Failure { Failure(code: errno) }

    var isDirectory: Bool { code == EISDIR }
    var isBrokenPipe: Bool { code == EPIPE }
    var isFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
    var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }
    var isNameTooLong: Bool { code == ENAMETOOLONG }
    /// This process, or the system, has as many files open as it may have.
    var hasTooManyOpenFiles: Bool { code == EMFILE || code == ENFILE }
    static let adviceOnOpenFiles = "take fewer --jobs, or allow more open files: ulimit -n"
    var exists: Bool { code == EEXIST }
    var wouldBlock: Bool { code == EWOULDBLOCK }
    var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    /// The file system has no hard links, or forbids this one.
    var lacksLinks: Bool {
      [EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV, EINVAL, EACCES].contains(code)
    }

    /// The system's own words, such as `No space left on device`.
    var text: String { String(cString: strerror(code)) }
  }

  /// What is known of a file without opening it.
  struct Facts: Hashable {
    let device, inode: UInt64
    let mode: UInt32
    let size: Int
    /// When the content last changed: seconds, and nanoseconds after them.
    let modified, modifiedNanoseconds: Int

    enum Sort { case regular, directory, link, other }
    var sort: Sort {
      switch mode & UInt32(S_IFMT) {
      case UInt32(S_IFREG): .regular
      case UInt32(S_IFDIR): .directory
      case UInt32(S_IFLNK): .link
      default: .other
      }
    }
    var permissions: UInt32 { mode & 0o7777 }
    func isSameFile(as other: Facts) -> Bool { device == other.device && inode == other.inode }
    func isOlder(than other: Facts) -> Bool {
      (modified, modifiedNanoseconds) < (other.modified, other.modifiedNanoseconds)
    }
  }

  static func facts(_ s: stat) -> Facts {
    #if canImport(Darwin)
      let time = s.st_mtimespec
    #else
      let time = s.st_mtim
    #endif
    return Facts(
      device: UInt64(truncatingIfNeeded: s.st_dev), inode: UInt64(truncatingIfNeeded: s.st_ino),
      mode: UInt32(s.st_mode), size: Int(s.st_size), modified: Int(time.tv_sec),
      modifiedNanoseconds: Int(time.tv_nsec))
  }

  static func facts(of path: Path) throws(Failure) -> Facts {
    var s = stat()
    guard path.withCString({ stat($0, &s) }) == 0 else { throw .current }
    return facts(s)
  }

  static func facts(of descriptor: Int32) throws(Failure) -> Facts {
    var s = stat()
    guard fstat(descriptor, &s) == 0 else { throw .current }
    return facts(s)
  }

  /// Whether there is anything under this name, a dangling link included.
  static func exists(_ path: Path) -> Bool {
    var s = stat()
    return path.withCString { lstat($0, &s) } == 0
  }

  /// What is written to rather than replaced: a pipe, a device, and everything that the system shows as a file in `/dev` and
  /// `/proc`, such as `/dev/stdout`, even if a regular file is behind it.
  static func isStream(_ path: Path) -> Bool {
    guard let facts = try? facts(of: path), facts.sort != .directory else { return false }
    return facts.sort == .other || path.bytes.starts(with: "/dev/".utf8)
      || path.bytes.starts(with: "/proc/".utf8)
  }

  /// The file's own name, without links on the way; the name as it is if there is no such file.
  static func resolved(_ path: Path) -> Path {
    guard let name = path.withCString({ realpath($0, nil) }) else { return path }
    defer { free(name) }
    var bytes: [UInt8] = []
    var place = name
    while place.pointee != 0 {
      bytes.append(UInt8(bitPattern: place.pointee))
      place += 1
    }
    return Path(bytes: bytes)
  }

  static func openForReading(_ path: Path) throws(Failure) -> Int32 {
    try opened(path, O_RDONLY | O_CLOEXEC)
  }

  /// Opens something that exists and is not a regular file: a device or a pipe.
  static func openForWriting(_ path: Path) throws(Failure) -> Int32 {
    try opened(path, O_WRONLY | O_CLOEXEC)
  }

  /// Fails if the name is taken.
  static func create(_ path: Path) throws(Failure) -> Int32 {
    try opened(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC)
  }

  static func opened(_ path: Path, _ flags: Int32) throws(Failure) -> Int32 {
    while true {
      let descriptor = path.withCString { open($0, flags, 0o666) }
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw .current }
    }
  }

  static func closeDescriptor(_ descriptor: Int32) throws(Failure) {
    // After EINTR the descriptor is gone on Linux; a second close could hit somebody else's.
    guard close(descriptor) == 0 || errno == EINTR else { throw .current }
  }

  /// Reads what is there, at least one byte; none at the end.
  static func readSome(_ descriptor: Int32, upTo count: Int) throws(Failure) -> [UInt8] {
    var failure: Failure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      var got = read(descriptor, buffer.baseAddress, count)
      while got < 0, errno == EINTR || errno == EAGAIN {
        if errno == EAGAIN { wait(for: POLLIN, on: descriptor) }
        got = read(descriptor, buffer.baseAddress, count)
      }
      if got < 0 { failure = .current }
      filled = max(0, got)
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads up to `count` bytes; fewer only at the end.
  static func readBytes(_ descriptor: Int32, upTo count: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let some = try readSome(descriptor, upTo: min(1 << 16, count - bytes.count))
      if some.isEmpty { break }
      bytes += some
    }
    return bytes
  }

  static func writeBytes(_ descriptor: Int32, _ bytes: some Sequence<UInt8>) throws(Failure) {
    let bytes = Array(bytes)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        // `done` is below the count, so the buffer is not empty and has an address.
        write(descriptor, buffer.baseAddress! + done, buffer.count - done)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          wait(for: POLLOUT, on: descriptor)
          continue
        }
        throw .current
      }
      done += count
    }
  }

  /// Waits for a descriptor that somebody has made non-blocking.
  private static func wait(for event: some BinaryInteger, on descriptor: Int32) {
    var waiting = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    _ = poll(&waiting, 1, -1)
  }

  static func remove(_ path: Path) { _ = path.withCString { unlink($0) } }

  static func hardLink(_ old: Path, _ new: Path) throws(Failure) {
    guard old.withCString({ a in new.withCString { b in link(a, b) } }) == 0 else { throw .current }
  }

  static func replace(_ old: Path, _ new: Path) throws(Failure) {
    guard old.withCString({ a in new.withCString { b in rename(a, b) } }) == 0 else { throw .current }
  }

  static func setPermissions(_ descriptor: Int32, _ permissions: UInt32) {
    _ = fchmod(descriptor, mode_t(permissions))
  }

  static func makeDirectory(_ path: Path) throws(Failure) {
    guard path.withCString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST else { throw .current }
  }

  static func makePipe() throws(Failure) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw .current }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// A write to a pipe without a reader, or beyond the limit of a file's size, fails with an error instead of ending the
  /// process.
  static func ignoreFailedWrites() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// The most that this process ever held resident, in bytes.
  static var peakResidentBytes: Int {
    // Linux lets a process inherit `ru_maxrss` from the one that started it.
    if let status = bytes(ofSmallFile: "/proc/self/status"), let kilobytes = number("VmHWM:", in: status) {
      return kilobytes * 1024
    }
    var usage = rusage()
    guard getrusage(resourceWho, &usage) == 0 else { return 0 }
    #if canImport(Darwin)
      return usage.ru_maxrss
    #else
      return usage.ru_maxrss * 1024
    #endif
  }

  /// The number after a name that begins a line. Looks at bytes: a batch asks some times a second, and a string's lines
  /// cost far more.
  static func number(_ name: StaticString, in table: [UInt8]) -> Int? {
    name.withUTF8Buffer { name in
      for line in table.split(separator: UInt8(ascii: "\n")) where line.starts(with: name) {
        var number: Int?
        for digit in line.dropFirst(name.count) where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
        {
          let (product, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
          let (sum, carry) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
          if overflow || carry { return nil }
          number = sum
        }
        return number
      }
      return nil
    }
  }

  #if canImport(Glibc)
    private static var resourceWho: Int32 { Int32(RUSAGE_SELF.rawValue) }
  #else
    private static var resourceWho: Int32 { RUSAGE_SELF }
  #endif

  /// How many descriptors this process may have open, if that is limited.
  static var openFilesLimit: Int? {
    #if canImport(Glibc)
      limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue))
    #else
      limit(RLIMIT_NOFILE)
    #endif
  }

  /// The address space limit of this process, if it has one.
  static var addressSpaceLimit: Int? {
    #if canImport(Glibc)
      limit(__rlimit_resource_t(RLIMIT_AS.rawValue))
    #else
      limit(RLIMIT_AS)
    #endif
  }

  #if canImport(Glibc)
    private typealias Resource = __rlimit_resource_t
  #else
    private typealias Resource = Int32
  #endif

  private static func limit(_ resource: Resource) -> Int? {
    var limit = rlimit()
    let got = getrlimit(resource, &limit)
    guard got == 0, limit.rlim_cur != rlim_t.max, limit.rlim_cur < rlim_t(Int.max) else { return nil }
    return Int(limit.rlim_cur)
  }

  static var pageSize: Int { max(1, Int(sysconf(Int32(_SC_PAGESIZE)))) }

  /// The memory of the machine, in bytes; 0 if it does not say.
  static var physicalMemory: Int { max(0, Int(sysconf(Int32(_SC_PHYS_PAGES)))) * pageSize }

  /// Processors that are switched on.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// A whole file of the system's small text files; nil if it cannot be read.
  static func text(_ file: String) -> String? {
    bytes(ofSmallFile: file).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func bytes(ofSmallFile file: String) -> [UInt8]? {
    guard let descriptor = try? openForReading(Path(file)) else { return nil }
    defer { try? closeDescriptor(descriptor) }
    return try? readBytes(descriptor, upTo: 1 << 16)
  }
}
