#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Memory that several runs share: who asks waits until there is enough, in the order of asking.
final class MemoryBudget: @unchecked Sendable {
  // Unchecked: everything below is touched under `mutex` only.
  let total: Int
  private var free: Int
  private var nextTicket = 0
  private var serving = 0
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(total: Int) {
    self.total = total
    free = total
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// Memory lent; given back when released.
  final class Loan {
    private let budget: MemoryBudget
    private var bytes: Int
    fileprivate init(_ budget: MemoryBudget, _ bytes: Int) { (self.budget, self.bytes) = (budget, bytes) }

    /// Takes what is missing to so many bytes without waiting, since nobody may wait for memory while holding some; those
    /// who ask later wait for it.
    func grow(to wanted: Int) {
      let more = min(wanted, budget.total) - bytes
      guard more > 0 else { return }
      budget.take(more)
      bytes += more
    }

    /// Gives back what is beyond so many bytes.
    func shrink(to wanted: Int) {
      guard wanted < bytes else { return }
      budget.giveBack(bytes - wanted)
      bytes = wanted
    }

    deinit { budget.giveBack(bytes) }
  }

  /// Waits for so many bytes; more than there are in all count as all.
  func borrow(_ bytes: Int) -> Loan {
    let bytes = min(max(0, bytes), total)
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    let ticket = nextTicket
    nextTicket += 1
    while ticket != serving || free < bytes { pthread_cond_wait(changed, mutex) }
    serving += 1
    free -= bytes
    pthread_cond_broadcast(changed)
    return Loan(self, bytes)
  }

  private func take(_ bytes: Int) {
    pthread_mutex_lock(mutex)
    free -= bytes
    pthread_mutex_unlock(mutex)
  }

  private func giveBack(_ bytes: Int) {
    pthread_mutex_lock(mutex)
    free += bytes
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }
}
