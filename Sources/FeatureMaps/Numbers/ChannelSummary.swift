internal import PoolingEngine

/// What a channel's samples come to: the figures of a JSON dump's `statistics`, and how the samples spread.
public struct ChannelSummary: Sendable {
  /// How many samples lie in each of ``ChannelSummary/bins`` equal parts from the smallest finite sample to the greatest, which the last part
  /// includes. Computed in Double.
  public struct Histogram: Sendable {
    /// In the samples' own type, as a dump writes it.
    public let low, high: JSONValue
    public let counts: [Int]
  }

  public static let bins = 64

  /// The smallest and the greatest sample that is a number; NaN if there is none.
  public let minimum, maximum: JSONValue
  /// Of all samples, so NaN if one of them is.
  public let mean: Double
  public let notANumberCount: Int
  /// Nil if nothing is finite.
  public let histogram: Histogram?

  /// One for each plane. Two passes over the samples.
  public static func all(of planes: AnyPlanes) -> [ChannelSummary] {
    var visitor = Visitor()
    return planes.accept(&visitor)
  }

  private init<S: DumpSample>(_ samples: UnsafeBufferPointer<S>) {
    let row = SampleRow(bytes: UnsafeRawBufferPointer(samples), type: S.type)
    var all = ChannelStatistics(S.type)
    row.accept(&all)
    (minimum, maximum, mean, notANumberCount) = (all.minimum, all.maximum, all.mean, all.notANumberCount)
    histogram = Self.histogram(samples)
  }

  private static func histogram<S: DumpSample>(_ samples: UnsafeBufferPointer<S>) -> Histogram? {
    var (low, high): (S?, S?) = (nil, nil)
    for sample in samples where sample.number.isFinite {
      if low.map({ sample < $0 }) ?? true { low = sample }
      if high.map({ sample > $0 }) ?? true { high = sample }
    }
    guard let low, let high else { return nil }
    // Halves, since a difference of finite numbers may not be finite.
    let start = low.number / 2
    let span = high.number / 2 - start
    var counts = [Int](repeating: 0, count: bins)
    for sample in samples {
      let number = sample.number
      guard number.isFinite else { continue }
      let place = span > 0 ? (number / 2 - start) / span * Double(bins) : Double(bins)
      counts[min(bins - 1, Int(place))] += 1
    }
    return Histogram(low: low.json, high: high.json, counts: counts)
  }

  private struct Visitor: PlanesVisitor {
    mutating func visit<S: Sample>(_ planes: Planes<S>) -> [ChannelSummary] {
      // The engine's element types are the dumps' ones.
      switch planes {
      case let planes as Planes<UInt8>: summaries(planes)
      case let planes as Planes<UInt16>: summaries(planes)
      case let planes as Planes<Int8>: summaries(planes)
      case let planes as Planes<Int16>: summaries(planes)
      case let planes as Planes<Int32>: summaries(planes)
      case let planes as Planes<Int64>: summaries(planes)
      case let planes as Planes<Float16>: summaries(planes)
      case let planes as Planes<Float>: summaries(planes)
      case let planes as Planes<Double>: summaries(planes)
      default: preconditionFailure("no such element type: \(S.self)")
      }
    }

    private func summaries<S: DumpSample>(_ planes: Planes<S>) -> [ChannelSummary] {
      let count = planes.size.height * planes.size.width
      return planes.samples.withUnsafeBufferPointer { samples in
        (0..<planes.channels).map { channel in
          ChannelSummary(UnsafeBufferPointer(rebasing: samples[(channel * count)..<((channel + 1) * count)]))
        }
      }
    }
  }
}

extension DumpSample {
  /// The number that a dump writes for a finite sample.
  fileprivate var json: JSONValue {
    var text: [UInt8] = []
    appendJSON(to: &text)
    let word = String(decoding: text, as: UTF8.self)
    if !Self.type.isFloatingPoint, let integer = Int64(word) { return .integer(integer) }
    return .number(Double(word) ?? number)
  }

}
