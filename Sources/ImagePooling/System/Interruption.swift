internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// What a program does when it is told to stop. For programs; a library leaves signals alone.
public enum Interruption {
  /// From now on SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGXCPU remove every temporary file and end the process with status
  /// 128 + signal; signals that were ignored stay ignored. A broken pipe and a file that grows beyond its limit become
  /// errors of the write instead of signals.
  ///
  /// Call it once, before other threads exist: the signals are blocked in all of them and taken by a thread of their own,
  /// so what it does may use locks.
  public static func cleanUpWhenInterrupted() {
    SystemCalls.ignoreFailedWrites()
    var awaited = sigset_t()
    sigemptyset(&awaited)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU] {
      var action = sigaction()
      // The handler is a union in C; SIG_IGN is the address 1.
      if sigaction(number, nil, &action) == 0, !isIgnored(action) { sigaddset(&awaited, number) }
    }
    guard pthread_sigmask(SIG_BLOCK, &awaited, nil) == 0 else { return }
    let set = awaited
    let thread = Thread {
      var set = set
      var number: Int32 = 0
      while sigwait(&set, &number) != 0 {}
      let status = 128 + number
      TemporaryFiles.removeAll {
        let words = lastWords.withLock { $0 }
        if !words.isEmpty {
          // Whoever reads what is said may have stopped reading without going away.
          Thread {
            sleep(2)
            _exit(status)
          }?.detach()
          // What is in place by now gets the time to be noted down.
          usleep(20_000)
          for word in words.values { word() }
        }
        _exit(status)
      }
    }
    if let thread {
      thread.detach()
    } else {
      pthread_sigmask(SIG_UNBLOCK, &awaited, nil)
    }
  }

  /// What there is to say before a signal ends the process.
  private static let lastWords = Mutex<[UInt64: @Sendable () -> Void]>([:])

  /// Has `words` called if the process is ended by a signal while `body` runs.
  static func withLastWords(_ words: @escaping @Sendable () -> Void, while body: () -> Void) {
    let key = UInt64.random(in: .min ... .max)
    lastWords.withLock { $0[key] = words }
    body()
    lastWords.withLock { $0[key] = nil }
  }

  /// Removes every temporary file and ends the process at once.
  public static func endProcess(status: Int32) -> Never {
    TemporaryFiles.removeAll { _exit(status) }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    withUnsafeBytes(of: action) { $0.loadUnaligned(as: Int.self) == 1 }
  }
}
