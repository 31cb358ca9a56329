internal import Dispatch

/// Work in pieces that have nothing to do with each other, shared between threads.
enum SharedWork {
  /// Calls `perform` once for every piece and returns when all are done; with one thread, or one piece, on the caller's own.
  static func run(pieces: Int, threads: Int, _ perform: @Sendable (_ piece: Int) -> Void) {
    let workers = min(pieces, max(1, threads))
    guard workers > 1 else {
      for piece in 0..<max(0, pieces) { perform(piece) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for piece in stride(from: worker, to: pieces, by: workers) { perform(piece) }
    }
  }
}
