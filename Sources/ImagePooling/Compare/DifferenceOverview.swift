internal import FeatureMaps
internal import PoolingEngine

/// Where two large inputs differ, scaled: of each pixel the largest difference that it covers, so that none is lost.
enum DifferenceOverview {
  /// Planes of bytes: 0 where nothing differs, 1...255 by how much in shares of the plane's largest finite difference, 255 where
  /// one is infinite.
  ///
  /// - Parameters:
  ///   - channels: so many have a plane, from the first on.
  ///   - hasAll: ahead of them is a plane of what is largest of all channels.
  static func planes(
    _ rows: ComparedRows, _ size: Size, _ small: Size, _ survey: DifferenceSurvey, channels shown: Int,
    hasAll: Bool
  ) throws -> AnyPlanes {
    let (plane, channels) = (small.height * small.width, rows.held[0].format.channels)
    let first = hasAll ? 1 : 0
    var levels = [UInt8](repeating: 0, count: (first + shown) * plane)
    let pair = DifferencePair(rows)
    try rows.forEachRow { row, one, other in
      let start = row * small.height / size.height * small.width
      pair.forEach(one, other) { place, _, _, difference in
        guard difference > 0 else { return }
        let (column, channel) = place.quotientAndRemainder(dividingBy: channels)
        let target = start + column * small.width / size.width
        if hasAll { levels[target] = max(levels[target], level(difference, of: survey.histogram.high)) }
        guard channel < shown else { return }
        let own = (first + channel) * plane + target
        levels[own] = max(levels[own], level(difference, of: survey.channels[channel].largestFinite))
      }
    }
    return .uint8(try Planes(channels: first + shown, size: small, levels))
  }

  private static func level(_ difference: Double, of largest: Double) -> UInt8 {
    guard difference.isFinite else { return 255 }
    return UInt8(min(255, max(1, (difference / largest * 255).rounded(.up))))
  }
}
