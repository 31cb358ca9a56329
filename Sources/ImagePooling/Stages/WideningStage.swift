internal import PoolingEngine

/// Integers of 8 or 16 bits, which winners of pictures are, as float64 on their way to a sink.
enum WideningStage {
  static func make(before sink: any RowSink, from type: SampleType) -> SinkStage {
    switch type {
    case .uint8: stage(sink, UInt8.self)
    case .uint16: stage(sink, UInt16.self)
    case .int8: stage(sink, Int8.self)
    case .int16: stage(sink, Int16.self)
    case .int32: stage(sink, Int32.self)
    default: stage(sink, Int64.self)
    }
  }

  private static func stage<S: FixedWidthInteger & Sample>(_ sink: any RowSink, _ type: S.Type) -> SinkStage {
    SinkStage(before: sink, sampleType: .float64) { input, output, _ in
      let input = input.assumingMemoryBound(to: S.self)
      let output = output.assumingMemoryBound(to: Double.self)
      for place in input.indices { output[place] = Double(input[place]) }
    }
  }
}
