internal import PoolingEngine

/// Turns numbers into 8-bit samples: a range's minimum is 0, its maximum 255, halves go to the even neighbour.
final class RangeStage: RowSink {
  private let next: SinkStage
  private let count: Count

  /// Numbers that lay outside the range or were no numbers.
  private final class Count { var clamped = 0 }

  init(before sink: any RowSink, from type: SampleType, range: ValueRange) {
    let count = Count()
    func stage<S: Sample>(_ type: S.Type, _ number: @escaping (S) -> Double) -> SinkStage {
      SinkStage(before: sink, sampleType: .uint8) { input, output, _ in
        let input = input.assumingMemoryBound(to: S.self)
        let output = output.assumingMemoryBound(to: UInt8.self)
        let span = range.maximum - range.minimum
        for place in input.indices {
          let value = number(input[place])
          if value >= range.minimum, value <= range.maximum {
            let level = (value - range.minimum) / span * 255
            output[place] = UInt8(level.rounded(.toNearestOrEven))  // 0...255 inside the range
          } else {
            output[place] = value > range.maximum ? 255 : 0
            count.clamped += 1
          }
        }
      }
    }
    self.count = count
    switch type {
    case .uint8: next = stage(UInt8.self) { Double($0) }
    case .uint16: next = stage(UInt16.self) { Double($0) }
    case .int8: next = stage(Int8.self) { Double($0) }
    case .int16: next = stage(Int16.self) { Double($0) }
    case .int32: next = stage(Int32.self) { Double($0) }
    case .int64: next = stage(Int64.self) { Double($0) }
    case .float16: next = stage(Float16.self) { Double($0) }
    case .float32: next = stage(Float.self) { Double($0) }
    case .float64: next = stage(Double.self) { $0 }
    }
  }

  var clampedSamples: Int { count.clamped }

  func begin(_ format: RowFormat) throws { try next.begin(format) }
  func write(_ strip: borrowing Strip) throws { try next.write(strip) }
  func commit() throws { try next.commit() }
}
