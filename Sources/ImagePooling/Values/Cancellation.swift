internal import Synchronization

/// Tells runs that their caller has lost interest. May be used from every thread.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}

  /// Every run that was given this stops at its next strip of rows and leaves no output. There is no way back.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
