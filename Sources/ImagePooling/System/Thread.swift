#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A thread of the system's own, for work that blocks.
struct Thread: ~Copyable {
  private let handle: pthread_t

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Nil if the system has no thread to give.
  init?(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 1 << 20)
    let work = Unmanaged.passRetained(Work(body))
    #if canImport(Darwin)
      var created: pthread_t?
      let failure = pthread_create(&created, &attributes, { Thread.run($0) }, work.toOpaque())
    #else
      var created = pthread_t()
      let failure = pthread_create(&created, &attributes, { Thread.run($0) }, work.toOpaque())
    #endif
    guard failure == 0 else {
      work.release()
      return nil
    }
    #if canImport(Darwin)
      guard let created else { return nil }
    #endif
    handle = created
  }

  private static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
    return nil
  }

  /// Waits until the body has returned.
  consuming func join() { pthread_join(handle, nil) }

  /// Lets it run on; it cannot be waited for.
  consuming func detach() { pthread_detach(handle) }
}
