internal import PoolingEngine

/// A source whose reads are timed.
final class TimedSource: RowSource {
  let format: RowFormat
  private let source: any RowSource
  private let watch: Stopwatch

  init(_ source: any RowSource, _ watch: Stopwatch) {
    self.source = source
    self.watch = watch
    format = source.format
  }

  func read(into strip: inout Strip) throws {
    let start = ContinuousClock.now
    defer { watch.add(since: start) }
    try source.read(into: &strip)
  }
}
