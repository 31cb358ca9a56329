internal import PoolingEngine

/// A row of any type in Double.
struct RealRow {
  private(set) var numbers: [Double] = []

  mutating func take(_ row: UnsafeRawBufferPointer, _ type: SampleType) {
    switch type {
    case .uint8: convert(row, UInt8.self) { Double($0) }
    case .uint16: convert(row, UInt16.self) { Double($0) }
    case .int8: convert(row, Int8.self) { Double($0) }
    case .int16: convert(row, Int16.self) { Double($0) }
    case .int32: convert(row, Int32.self) { Double($0) }
    case .int64: convert(row, Int64.self) { Double($0) }
    case .float16: convert(row, Float16.self) { Double($0) }
    case .float32: convert(row, Float.self) { Double($0) }
    case .float64: convert(row, Double.self) { $0 }
    }
  }

  private mutating func convert<S: Sample>(
    _ row: UnsafeRawBufferPointer, _ type: S.Type, _ number: (S) -> Double
  ) {
    let samples = row.assumingMemoryBound(to: S.self)
    numbers.removeAll(keepingCapacity: true)
    for sample in samples { numbers.append(number(sample)) }
  }
}
