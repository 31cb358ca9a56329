/// Threads that take one piece of work after the other.
enum Workers {
  private final class ThreadBox {
    private var thread: Thread?
    init(_ thread: consuming Thread) { self.thread = consume thread }
    func join() { thread.take()?.join() }
  }

  /// How many jobs there will be.
  static func count(_ jobs: Int) -> Int { max(1, min(jobs, Processors.mostJobs)) }

  /// Runs `work` on several threads, this one among them, until all have returned. Where the system has no more threads, fewer
  /// do.
  ///
  /// - Parameter work: takes pieces until there are none; gets its job's number, from 0.
  static func run(jobs: Int, _ work: @escaping @Sendable (Int) -> Void) {
    var threads: [ThreadBox] = []
    for job in 1..<max(1, jobs) {
      guard let thread = Thread({ work(job) }) else { break }
      threads.append(ThreadBox(thread))
    }
    work(0)
    for thread in threads { thread.join() }
  }
}
