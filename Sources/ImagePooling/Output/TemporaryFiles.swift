internal import Synchronization

/// The temporary files of this process that are not in place yet, so that none is left behind when it is interrupted.
enum TemporaryFiles {
  private static let names = Mutex<Set<Path>>([])

  /// Creates a file beside `path` under a name of its own, `.imagepool-….tmp`.
  static func create(beside path: Path) throws(SystemCalls.Failure) -> (name: Path, descriptor: Int32) {
    let directory = path.directory
    let result = names.withLock { names -> Result<(Path, Int32), SystemCalls.Failure> in
      var random = SystemRandomNumberGenerator()
      while true {
        let name = directory.joined(Path(".imagepool-\(String(random.next(), radix: 36)).tmp"))
        do throws(SystemCalls.Failure) {
          let descriptor = try SystemCalls.create(name)
          names.insert(name)
          return .success((name, descriptor))
        } catch {
          if !error.exists { return .failure(error) }
        }
      }
    }
    let (name, descriptor) = try result.get()
    return (name, descriptor)
  }

  static func remove(_ name: Path) {
    names.withLock { names in
      if names.remove(name) != nil { SystemCalls.remove(name) }
    }
  }

  /// Runs `body`, which puts files in place and returns those whose temporary names are gone; an interruption waits
  /// for it.
  static func settle<E: Error>(_ body: () throws(E) -> [Path]) throws(E) {
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
      for name in names { SystemCalls.remove(name) }
      end()
    }
  }
}
