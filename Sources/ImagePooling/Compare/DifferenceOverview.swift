internal import FeatureMaps
internal import PoolingEngine

/// Where two large inputs differ, scaled: of each pixel the largest difference that it covers, so that none is lost.
enum DifferenceOverview {
  /// One plane of bytes: 0 where nothing differs, 1...255 by how much in shares of the largest finite difference, 255 where one is infinite.
  static func planes(_ rows: ComparedRows, _ size: Size, _ small: Size, largest: Double) throws -> AnyPlanes {
    var levels = [UInt8](repeating: 0, count: small.height * small.width)
    let channels = rows.held[0].format.channels
    let pair = DifferencePair(rows)
    try rows.forEachRow { row, first, second in
      let start = row * small.height / size.height * small.width
      pair.forEach(first, second) { place, _, _, difference in
        guard difference > 0 else { return }
        let share = difference.isFinite ? (difference / largest * 255).rounded(.up) : 255
        let target = start + place / channels * small.width / size.width
        levels[target] = max(levels[target], UInt8(min(255, max(1, share))))
      }
    }
    return .uint8(try Planes(channels: 1, size: small, levels))
  }
}
