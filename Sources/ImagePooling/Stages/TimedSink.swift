internal import PoolingEngine

/// A sink whose calls are timed.
final class TimedSink: RowSink {
  private let next: any RowSink
  private let watch: Stopwatch

  init(before next: any RowSink, _ watch: Stopwatch) {
    self.next = next
    self.watch = watch
  }

  func begin(_ format: RowFormat) throws { try watch.time { try next.begin(format) } }

  func write(_ strip: borrowing Strip) throws {
    let start = ContinuousClock.now
    defer { watch.add(since: start) }
    try next.write(strip)
  }

  func commit() throws { try watch.time { try next.commit() } }
}
