internal import PoolingEngine

/// Hands the same rows to several sinks.
final class FanOutSink: RowSink {
  private let sinks: [any RowSink]

  init(_ sinks: [any RowSink]) { self.sinks = sinks }

  func begin(_ format: RowFormat) throws {
    for sink in sinks { try sink.begin(format) }
  }

  func write(_ strip: borrowing Strip) throws {
    for sink in sinks { try sink.write(strip) }
  }

  func commit() throws {
    for sink in sinks { try sink.commit() }
  }
}
