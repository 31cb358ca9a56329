internal import Synchronization

/// Writes replies to a stream, one after the other, from any thread. Whoever writes waits until the reply is read.
final class ReplyWriter: Sendable {
  private struct State {
    var failure: ImagePoolError?
    var isClosed = false
  }

  private let descriptor: Int32
  private let whenLost: @Sendable (ImagePoolError) -> Void
  private let state = Mutex(State())

  init(_ descriptor: Int32, whenLost: @escaping @Sendable (ImagePoolError) -> Void) {
    self.descriptor = descriptor
    self.whenLost = whenLost
  }

  /// Why replies cannot be written.
  var failure: ImagePoolError? { state.withLock(\.failure) }

  /// Writes a line, and bytes behind its line break. Nothing after a failure.
  func write(_ line: [UInt8], _ bytes: [UInt8]) {
    let lost = state.withLock { state -> ImagePoolError? in
      guard !state.isClosed else { return nil }
      do throws(SystemCalls.Failure) {
        try SystemCalls.writeBytes(descriptor, line + [UInt8(ascii: "\n")])
        try SystemCalls.writeBytes(descriptor, bytes)
        return nil
      } catch {
        state.isClosed = true
        state.failure = ImagePoolError(
          .unwritable, "cannot write to standard output: \(error.text)", readerWentAway: error.isBrokenPipe)
        return state.failure
      }
    }
    if let lost { whenLost(lost) }
  }

  /// The reader was found to have gone away.
  func lose() {
    let lost = state.withLock { state -> ImagePoolError? in
      guard !state.isClosed else { return nil }
      state.isClosed = true
      state.failure = ImagePoolError(
        .unwritable, "nobody reads standard output any more", readerWentAway: true)
      return state.failure
    }
    if let lost { whenLost(lost) }
  }

  /// Writes no more; what is being written now is written to its end first.
  func close() { state.withLock { $0.isClosed = true } }
}
