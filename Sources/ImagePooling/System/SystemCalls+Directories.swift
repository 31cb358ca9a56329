internal import CSystem

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

// Directories, and names inside an open one.
extension SystemCalls {
  /// Names are relative to the current directory.
  static var currentDirectory: Int32 { AT_FDCWD }

  /// Calls `body` with every name in a directory but `.` and `..`, in no order.
  static func entries(of path: Path, _ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(Failure) {
    guard let stream = path.withCString({ opendir($0) }) else { throw .current }
    defer { closedir(stream) }
    guard let place = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return }
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .current }
        return
      }
      let name = (UnsafeRawPointer(entry) + place).assumingMemoryBound(to: UInt8.self)
      let bytes = UnsafeBufferPointer(
        start: name, count: strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)))
      let isSelf = bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8)
      if !isSelf { body(bytes) }
    }
  }

  /// Opens a directory; links on the way are followed.
  static func openDirectory(_ path: Path) throws(Failure) -> Int32 {
    try openDirectory(path, in: currentDirectory, flags: 0)
  }

  /// Opens a directory inside another one. A link is not followed.
  static func openDirectory(_ name: Path, in directory: Int32) throws(Failure) -> Int32 {
    try openDirectory(name, in: directory, flags: O_NOFOLLOW)
  }

  private static func openDirectory(_ name: Path, in directory: Int32, flags: Int32) throws(Failure) -> Int32
  {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags
    while true {
      let descriptor = name.withCString { openat(directory, $0, flags) }
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw .current }
    }
  }

  static func makeDirectory(_ name: Path, in directory: Int32) throws(Failure) {
    guard name.withCString({ mkdirat(directory, $0, 0o777) }) == 0 || errno == EEXIST else { throw .current }
  }

  /// Fails if the name is taken.
  static func create(_ name: Path, in directory: Int32) throws(Failure) -> Int32 {
    try opened(name, in: directory, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC)
  }

  /// Opens a file for reading that is no link.
  static func openForReading(_ name: Path, in directory: Int32) throws(Failure) -> Int32 {
    try opened(name, in: directory, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
  }

  private static func opened(_ name: Path, in directory: Int32, _ flags: Int32) throws(Failure) -> Int32 {
    while true {
      let descriptor = name.withCString { openat(directory, $0, flags, 0o666) }
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw .current }
    }
  }

  /// What is known of a name itself: of a link, not of what it leads to.
  static func factsOfName(_ name: Path, in directory: Int32 = currentDirectory) throws(Failure) -> Facts {
    var s = stat()
    guard name.withCString({ fstatat(directory, $0, &s, AT_SYMLINK_NOFOLLOW) }) == 0 else { throw .current }
    return facts(s)
  }

  static func remove(_ name: Path, in directory: Int32) {
    _ = name.withCString { unlinkat(directory, $0, 0) }
  }

  static func hardLink(_ old: Path, _ new: Path, in directory: Int32) throws(Failure) {
    guard old.withCString({ a in new.withCString { b in linkat(directory, a, directory, b, 0) } }) == 0 else {
      throw .current
    }
  }

  static func replace(_ old: Path, _ new: Path, in directory: Int32) throws(Failure) {
    guard old.withCString({ a in new.withCString { b in renameat(directory, a, directory, b) } }) == 0 else {
      throw .current
    }
  }

  /// Renames without replacing anything; the failure `lacksLinks` where the system cannot do that.
  static func moveWithoutReplacing(_ old: Path, _ new: Path, in directory: Int32) throws(Failure) {
    let code = old.withCString { a in
      new.withCString { b in csystem_rename_without_replacing(directory, a, directory, b) }
    }
    guard code == 0 else { throw Failure(code: code) }
  }
}
