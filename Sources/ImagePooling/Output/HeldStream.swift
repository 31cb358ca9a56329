internal import Synchronization

/// Bytes on their way to a pipe, a device or standard output: held until the input has ended well, so that a failure writes
/// nothing; passed on as they come once there are more than ``capacity`` of them.
///
/// Writers that want a descriptor get the end of an internal pipe; a thread empties it.
final class HeldStream {
  /// Bytes held at most.
  static let capacity = 16 << 20

  /// Where writers write. Closed by ``finish(delivering:)``.
  let descriptor: Int32
  private let state: State
  private let thread: Joined

  /// Shared with the thread that empties the pipe.
  private final class State: Sendable {
    struct Content {
      var held: [UInt8] = []
      var isFlowing = false
      var failure: SystemCalls.Failure?
    }
    let content = Mutex(Content())
  }

  private final class Joined {
    private var thread: Thread?
    init(_ thread: consuming Thread) { self.thread = consume thread }
    func join() { thread.take()?.join() }
  }

  /// - Parameter target: where the bytes go in the end; not closed.
  init(to target: Int32) throws(SystemCalls.Failure) {
    let (reading, writing) = try SystemCalls.makePipe()
    let state = State()
    let body: @Sendable () -> Void = { HeldStream.empty(reading, into: state, target: target) }
    guard let thread = Thread(body) else {
      try? SystemCalls.closeDescriptor(reading)
      try? SystemCalls.closeDescriptor(writing)
      throw SystemCalls.Failure.current
    }
    descriptor = writing
    self.state = state
    self.thread = Joined(thread)
    self.target = target
  }

  private let target: Int32
  private var isFinished = false

  deinit { if !isFinished { end() } }

  /// A failure to pass bytes on so far: the rest is not worth computing.
  var failure: SystemCalls.Failure? { state.content.withLock(\.failure) }

  /// All was written. What is still held goes out, or is dropped.
  func finish(delivering: Bool) throws(SystemCalls.Failure) {
    end()
    let (held, failure) = state.content.withLock { ($0.held, $0.failure) }
    if let failure { throw failure }
    if delivering { try SystemCalls.writeBytes(target, held) }
  }

  private func end() {
    isFinished = true
    try? SystemCalls.closeDescriptor(descriptor)
    thread.join()
  }

  /// Takes bytes until the writers are done. After a failure they are taken and dropped, so that no writer meets a broken
  /// pipe of ours.
  private static func empty(_ reading: Int32, into state: State, target: Int32) {
    defer { try? SystemCalls.closeDescriptor(reading) }
    while let bytes = try? SystemCalls.readSome(reading, upTo: 1 << 16), !bytes.isEmpty {
      let ready = state.content.withLock { content -> [UInt8] in
        if content.failure != nil { return [] }
        if content.isFlowing { return bytes }
        content.held += bytes
        guard content.held.count > capacity else { return [] }
        content.isFlowing = true
        defer { content.held = [] }
        return content.held
      }
      do {
        if !ready.isEmpty { try SystemCalls.writeBytes(target, ready) }
      } catch {
        state.content.withLock { $0.failure = error }
      }
    }
  }
}
