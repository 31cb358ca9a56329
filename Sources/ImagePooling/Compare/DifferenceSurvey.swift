internal import PoolingEngine

/// What a page says of the differences beyond a comparison's figures: by channel, how they are spread, where the largest is.
struct DifferenceSurvey {
  struct Channel {
    var differing = 0
    var largest = 0.0
    var largestFinite = 0.0
    /// Of the differences that are finite.
    var sum = 0.0
    /// Of the finite samples of both, for showing numbers in gray.
    var low = Double.infinity
    var high = -Double.infinity
  }

  /// Absolute differences that are neither 0 nor infinite, by size.
  struct Histogram {
    static let bins = 64
    /// Each bin is of one whole number: 1, 2, …
    var isEach = false
    /// The last bin ends here.
    var high = 0.0
    var counts: [Int] = []
    var equal = 0
    var infinite = 0
  }

  private(set) var channels: [Channel]
  private(set) var histogram = Histogram()
  /// The first of the largest differences, in the order of rows, pixels and channels; nil if nothing differs.
  private(set) var largest: (row: Int, column: Int, channel: Int, difference: Double)?

  /// The first ``mostPlaces`` samples that differ, in the same order.
  private(set) var places: [(row: Int, column: Int, channel: Int)] = []
  static let mostPlaces = 4096

  /// O(samples), twice.
  init(_ rows: ComparedRows) throws(ImagePoolError) {
    let format = rows.held[0].format
    let count = format.channels
    channels = Array(repeating: Channel(), count: count)
    let pair = DifferencePair(rows)
    try rows.forEachRow { row, first, second in
      pair.forEach(first, second) { place, a, b, difference in
        let channel = place % count
        for number in [a, b] where number.isFinite {
          channels[channel].low = min(channels[channel].low, number)
          channels[channel].high = max(channels[channel].high, number)
        }
        guard difference > 0 else { return }
        channels[channel].differing += 1
        if places.count < Self.mostPlaces { places.append((row, place / count, channel)) }
        channels[channel].largest = max(channels[channel].largest, difference)
        if difference.isFinite {
          channels[channel].sum += difference
          channels[channel].largestFinite = max(channels[channel].largestFinite, difference)
          histogram.high = max(histogram.high, difference)
        }
        if difference > largest?.difference ?? 0 { largest = (row, place / count, channel, difference) }
      }
    }
    let (high, isWhole) = (histogram.high, pair.isWhole)
    // Of a few whole numbers each has a bin.
    let isEach = isWhole && high <= Double(Histogram.bins)
    histogram.isEach = isEach
    let bins = isEach ? max(1, Int(high)) : Histogram.bins
    histogram.counts = Array(repeating: 0, count: bins)
    try rows.forEachRow { _, first, second in
      pair.forEach(first, second) { _, _, _, difference in
        if difference == 0 {
          histogram.equal += 1
        } else if !difference.isFinite {
          histogram.infinite += 1
        } else {
          // A bin takes its upper end along.
          let bin = isEach ? difference - 1 : (difference / high * Double(bins)).rounded(.up) - 1
          histogram.counts[min(bins - 1, max(0, Int(bin)))] += 1
        }
      }
    }
  }
}
