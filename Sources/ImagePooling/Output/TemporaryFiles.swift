internal import Synchronization

/// The temporary files of this process that are not in place yet, so that none is left behind when it is interrupted.
///
/// Each is locked as long as its process lives; so the files of a killed one can be told from those of a living one.
enum TemporaryFiles {
  /// A temporary file's name.
  struct Name: Hashable, Sendable {
    /// Nil: the name is relative to the current directory.
    let directory: OutputDirectory?
    let name: Path

    var directoryDescriptor: Int32 { directory?.descriptor ?? SystemCalls.currentDirectory }

    static func == (a: Name, b: Name) -> Bool { a.name == b.name && a.directory === b.directory }
    func hash(into hasher: inout Hasher) { hasher.combine(name) }
  }

  private static let names = Mutex<Set<Name>>([])
  private static let beginning = Array(".imagepool-".utf8)
  private static let ending = Array(".tmp".utf8)

  /// Whether a file name (without directories) is one of ours.
  static func isTemporary(_ name: some Collection<UInt8>) -> Bool {
    name.starts(with: beginning) && name.suffix(ending.count).elementsEqual(ending)
  }

  /// Creates a file beside `path` under a name of its own, `.imagepool-….tmp`.
  ///
  /// - Parameter directory: the directory of `path`, if it is open.
  static func create(
    beside path: Path, in directory: OutputDirectory? = nil
  ) throws(SystemCalls.Failure) -> (name: Name, descriptor: Int32) {
    let result = names.withLock { names -> Result<(Name, Int32), SystemCalls.Failure> in
      var random = SystemRandomNumberGenerator()
      while true {
        let word = Path(".imagepool-\(String(random.next(), radix: 36)).tmp")
        let name = Name(directory: directory, name: directory == nil ? path.directory.joined(word) : word)
        do throws(SystemCalls.Failure) {
          let descriptor = try SystemCalls.create(name.name, in: name.directoryDescriptor)
          // Somebody who cleans up may have seen it before it was locked, and removed it.
          if SystemCalls.lock(descriptor, waits: true), SystemCalls.linkCount(descriptor) == 0 {
            try? SystemCalls.closeDescriptor(descriptor)
            continue
          }
          names.insert(name)
          return .success((name, descriptor))
        } catch {
          if !error.exists { return .failure(error) }
        }
      }
    }
    return try result.get()
  }

  static func remove(_ name: Name) {
    names.withLock { names in
      if names.remove(name) != nil { SystemCalls.remove(name.name, in: name.directoryDescriptor) }
    }
  }

  /// Removes temporary files beside `path` whose process is gone. Reads the whole directory.
  static func removeAbandoned(beside path: Path) {
    let directory = path.directory
    guard let descriptor = try? SystemCalls.openDirectory(directory) else { return }
    removeAbandoned(in: OutputDirectory(directory, descriptor: descriptor))
  }

  /// Removes temporary files whose process is gone: those that nobody has locked.
  static func removeAbandoned(in directory: OutputDirectory) {
    var found: [Path] = []
    try? SystemCalls.entries(of: directory.path) { name in
      if isTemporary(name) { found.append(Path(bytes: Array(name))) }
    }
    for name in found {
      guard let descriptor = try? SystemCalls.openForReading(name, in: directory.descriptor) else { continue }
      defer { try? SystemCalls.closeDescriptor(descriptor) }
      if SystemCalls.lock(descriptor, waits: false) { SystemCalls.remove(name, in: directory.descriptor) }
    }
  }

  /// Runs `body`, which puts files in place and returns those whose temporary names are gone; an interruption waits
  /// for it.
  static func settle<E: Error>(_ body: () throws(E) -> [Name]) throws(E) {
    let result = names.withLock { names -> Result<Void, E> in
      do throws(E) {
        for name in try body() { names.remove(name) }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Removes all of them and calls `end`, which does not return, so no file can be created or put in place afterwards.
  static func removeAll(andThen end: () -> Never) -> Never {
    names.withLock { names in
      for name in names { SystemCalls.remove(name.name, in: name.directoryDescriptor) }
      end()
    }
  }
}
