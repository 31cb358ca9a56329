internal import PoolingEngine

/// Numbers places by another layout on their way to a sink.
enum IndexLayoutStage {
  /// - Parameters:
  ///   - channels: C; planes beyond it belong to the next batch items.
  ///   - size: the plane that the places lie in.
  static func make(
    before sink: any RowSink, layout: IndexLayout, channels: Int, size: Size
  ) -> any RowSink {
    guard layout != .plane else { return sink }
    return SinkStage(before: sink, sampleType: .int64) { input, output, format in
      let places = input.assumingMemoryBound(to: Int64.self)
      let numbers = output.assumingMemoryBound(to: Int64.self)
      let channels = max(1, channels)
      for place in places.indices {
        let plane = place % max(1, format.channels)
        numbers[place] = layout.index(
          plane: places[place], batch: plane / channels, channel: plane % channels, channels: channels,
          size: size)
      }
    }
  }
}
