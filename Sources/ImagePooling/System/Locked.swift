internal import Synchronization

/// Something that is touched by one thread at a time.
final class Locked<Value>: @unchecked Sendable {
  // Unchecked: the value is reached through `withLock` only.
  private let value: Value
  private let mutex = Mutex(())
  init(_ value: Value) { self.value = value }
  func withLock<R>(_ body: (Value) -> R) -> R { mutex.withLock { _ in body(value) } }
}
