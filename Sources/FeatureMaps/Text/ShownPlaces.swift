/// Which rows or columns of a larger grid are shown: all, or the first and the last.
struct ShownPlaces {
  let count: Int
  let head: Int
  let tail: Int

  /// - Parameter limit: the most that are shown, at least 2.
  init(count: Int, limit: Int) {
    let limit = max(2, limit)
    self.count = count
    head = count <= limit ? count : (limit + 1) / 2
    tail = count <= limit ? 0 : limit / 2
  }

  var hasGap: Bool { head + tail < count }
  /// How many are shown.
  var shown: Int { head + tail }
  /// The places shown, ascending.
  var places: [Int] { Array(0..<head) + Array((count - tail)..<count) }

  func contains(_ place: Int) -> Bool { place < head || place >= count - tail }
}
