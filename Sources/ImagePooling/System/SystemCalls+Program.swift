#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

extension SystemCalls {
  /// The file of the running program, links followed; nil if the system does not say.
  static var pathOfProgram: Path? {
    #if canImport(Darwin)
      var count: UInt32 = 0
      _ = _NSGetExecutablePath(nil, &count)
      var name = [CChar](repeating: 0, count: Int(count) + 1)
      guard _NSGetExecutablePath(&name, &count) == 0 else { return nil }
      return resolved(Path(bytes: name.map { UInt8(bitPattern: $0) }))
    #else
      var name = [CChar](repeating: 0, count: 1 << 14)
      let room = name.count
      let count = readlink("/proc/self/exe", &name, room)
      guard count > 0, count < room else { return nil }
      return Path(bytes: name.prefix(count).map { UInt8(bitPattern: $0) })
    #endif
  }
}
