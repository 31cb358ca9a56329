internal import PoolingEngine

/// Takes channels of one pixel out of the rows of a result, and ends the pooling once all that wait for it have it.
final class SampleCatcher: RowSink {
  /// Thrown when nobody waits any more.
  struct Done: Error {}

  /// Those that still wait.
  final class Waiting {
    var count = 0
  }

  private let place: OutputPlace
  private let channels: [Int]
  private let waiting: Waiting
  /// Of the channels that were asked for, in their order; nil until the pixel's row comes.
  private(set) var numbers: [InspectedNumber]?

  init(_ place: OutputPlace, _ channels: [Int], _ waiting: Waiting) {
    self.place = place
    self.channels = channels
    self.waiting = waiting
    waiting.count += 1
  }

  func begin(_ format: RowFormat) {}
  func commit() {}

  func write(_ strip: borrowing Strip) throws {
    guard numbers == nil, strip.rows.contains(place.row) else { return }
    switch strip.format.sampleType {
    case .uint8: take(strip, UInt8.self) { .integer(Int128($0)) }
    case .uint16: take(strip, UInt16.self) { .integer(Int128($0)) }
    case .int8: take(strip, Int8.self) { .integer(Int128($0)) }
    case .int16: take(strip, Int16.self) { .integer(Int128($0)) }
    case .int32: take(strip, Int32.self) { .integer(Int128($0)) }
    case .int64: take(strip, Int64.self) { .integer(Int128($0)) }
    case .float16: take(strip, Float16.self) { .real(Double($0), .float16) }
    case .float32: take(strip, Float.self) { .real(Double($0), .float32) }
    case .float64: take(strip, Double.self) { .real($0, .float64) }
    }
    waiting.count -= 1
    if waiting.count == 0 { throw Done() }
  }

  private func take<S: Sample>(
    _ strip: borrowing Strip, _ type: S.Type, _ number: (S) -> InspectedNumber
  ) {
    let start = place.column * strip.format.channels
    numbers = strip.withRow(place.row, as: S.self) { samples in
      channels.map { number(samples[start + $0]) }
    }
  }
}
