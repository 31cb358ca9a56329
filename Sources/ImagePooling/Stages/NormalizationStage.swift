internal import PoolingEngine

/// Samples as a ``Normalization`` makes them, on their way to a sink or out of a source.
enum NormalizationStage {
  typealias Transform = (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer, _ channels: Int) -> Void

  /// A stage before a sink.
  ///
  /// - Parameters:
  ///   - type: of the rows that arrive.
  ///   - channels: C; planes beyond it are the next batch items'.
  static func make(
    before sink: any RowSink, _ normalization: Normalization, from type: SampleType, channels: Int
  ) -> SinkStage {
    let transform = transform(normalization, from: type, channels: channels)
    return SinkStage(before: sink, sampleType: normalization.element.sampleType) { input, output, format in
      transform(input, output, format.channels)
    }
  }

  /// A stage over a source.
  static func make(
    over source: any RowSource, _ normalization: Normalization, channels: Int
  ) -> RowStage {
    let transform = transform(normalization, from: source.format.sampleType, channels: channels)
    let planes = source.format.channels
    return RowStage(over: source, channels: planes, sampleType: normalization.element.sampleType) {
      input, output, _ in
      transform(input, output, planes)
    }
  }

  private static func transform(
    _ normalization: Normalization, from type: SampleType, channels: Int
  ) -> Transform {
    switch type {
    case .uint8: return integers(UInt8.self, normalization, channels)
    case .uint16: return integers(UInt16.self, normalization, channels)
    case .int8: return integers(Int8.self, normalization, channels)
    case .int16: return integers(Int16.self, normalization, channels)
    case .int32: return integers(Int32.self, normalization, channels)
    case .int64: return integers(Int64.self, normalization, channels)
    case .float16: return floats(Float16.self, normalization, channels)
    case .float32: return floats(Float.self, normalization, channels)
    case .float64: return floats(Double.self, normalization, channels)
    }
  }

  private static func integers<S: FixedWidthInteger & Sample>(
    _ type: S.Type, _ normalization: Normalization, _ channels: Int
  ) -> Transform {
    samples(normalization, channels) { input, row in
      let input = input.assumingMemoryBound(to: S.self)
      for place in input.indices { row[place] = Float(input[place]) }
    }
  }

  private static func floats<S: BinaryFloatingPoint & Sample>(
    _ type: S.Type, _ normalization: Normalization, _ channels: Int
  ) -> Transform {
    samples(normalization, channels) { input, row in
      let input = input.assumingMemoryBound(to: S.self)
      for place in input.indices { row[place] = Float(input[place]) }
    }
  }

  /// One loop per operation, so that each rounds by itself and all vectorise.
  private static func samples(
    _ normalization: Normalization, _ channels: Int,
    _ convert: @escaping (UnsafeRawBufferPointer, UnsafeMutablePointer<Float>) -> Void
  ) -> Transform {
    let rescale = normalization.rescale == 1 ? nil : Float(normalization.rescale)
    let bytesPerSample = normalization.element.sampleType.byteCount
    return { input, output, planes in
      let count = output.count / bytesPerSample
      let means = pattern(normalization.mean, channels: channels, planes: planes)
      let deviations = pattern(normalization.deviation, channels: channels, planes: planes)
      func apply(_ row: UnsafeMutablePointer<Float>) {
        convert(input, row)
        if let rescale { for place in 0..<count { row[place] *= rescale } }
        if let means { forEachPiece(of: count, means) { row[$0] -= $1 } }
        if let deviations { forEachPiece(of: count, deviations) { row[$0] /= $1 } }
        for place in 0..<count where row[place] != row[place] { row[place] = .nan }
      }
      guard let start = output.baseAddress, count > 0 else { return }
      switch normalization.element {
      case .float32: apply(start.assumingMemoryBound(to: Float.self))
      case .float16:
        let output = start.assumingMemoryBound(to: Float16.self)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { row in
          guard let row = row.baseAddress else { return }
          apply(row)
          for place in 0..<count { output[place] = Float16(row[place]) }
        }
      }
    }
  }

  /// The numbers of some pixels in a row, as samples of rows lie; nil if there is nothing to do.
  private static func pattern(_ numbers: [Double], channels: Int, planes: Int) -> [Float]? {
    guard !numbers.isEmpty, planes > 0 else { return nil }
    let channels = max(1, channels)
    return (0..<planes * 16).map { Float(numbers[numbers.count == 1 ? 0 : $0 % planes % channels]) }
  }

  @inline(__always)
  private static func forEachPiece(of count: Int, _ pattern: [Float], _ body: (Int, Float) -> Void) {
    pattern.withUnsafeBufferPointer { pattern in
      var first = 0
      while first < count {
        for place in 0..<min(pattern.count, count - first) { body(first + place, pattern[place]) }
        first += pattern.count
      }
    }
  }
}
