internal import PoolingEngine

/// Minimum, maximum and mean of a channel, taken in row by row.
struct ChannelStatistics: SampleRow.Visitor {
  private let type: SampleType
  private var count = 0
  private(set) var notANumberCount = 0
  /// Exact: 2⁶³ samples of int64 fit.
  private var integerSum: Int128 = 0
  private var integers: (low: Int64, high: Int64) = (.max, .min)
  private var sum = 0.0
  private var numbers: (low: Double, high: Double) = (.infinity, -.infinity)

  init(_ type: SampleType) { self.type = type }

  mutating func visit<S: DumpSample>(_ sample: (Int) -> S, count: Int) {
    self.count += count
    for i in 0..<count { sample(i).record(in: &self) }
  }

  mutating func add(_ value: Int64) {
    integerSum += Int128(value)
    integers = (min(integers.low, value), max(integers.high, value))
  }

  mutating func add(_ value: Double) {
    sum += value
    guard !value.isNaN else {
      notANumberCount += 1
      return
    }
    numbers = (min(numbers.low, value), max(numbers.high, value))
  }

  /// The smallest sample that is a number; NaN if there is none.
  var minimum: JSONValue { extreme(integers.low, numbers.low) }
  /// The greatest sample that is a number; NaN if there is none.
  var maximum: JSONValue { extreme(integers.high, numbers.high) }

  private func extreme(_ integer: Int64, _ number: Double) -> JSONValue {
    guard count > notANumberCount else { return .number(.nan) }
    switch type {
    case .float64: return .number(number)
    // The Double that has the same shortest digits.
    case .float16: return .number(Double(Float16(number).description) ?? number)
    case .float32: return .number(Double(Float(number).description) ?? number)
    default: return .integer(integer)
    }
  }

  /// The mean of all samples, so NaN if one of them is.
  var mean: Double {
    guard count > 0 else { return .nan }
    return (type.isFloatingPoint ? sum : Double(integerSum)) / Double(count)
  }
}
