/// Many small values, appended and then sorted in place. Memory grows by blocks, so it is never held twice.
final class SortedTable<Value: Comparable & BitwiseCopyable> {
  private static var shift: Int { 16 }
  private static var mask: Int { 1 << shift - 1 }

  private var blocks: [UnsafeMutablePointer<Value>] = []
  private(set) var count = 0

  init() {}

  deinit { for block in blocks { block.deallocate() } }

  func append(_ value: Value) {
    if count & Self.mask == 0 { blocks.append(.allocate(capacity: Self.mask + 1)) }
    (blocks[count >> Self.shift] + count & Self.mask).initialize(to: value)
    count += 1
  }

  subscript(place: Int) -> Value {
    get {
      precondition(place >= 0 && place < count, "no value there")
      return blocks[place >> Self.shift][place & Self.mask]
    }
    set {
      precondition(place >= 0 && place < count, "no value there")
      blocks[place >> Self.shift][place & Self.mask] = newValue
    }
  }

  /// Keeps the first values only.
  func removeAll(from count: Int) {
    precondition(count >= 0 && count <= self.count, "no more than there are")
    self.count = count
    let needed = (count + Self.mask) >> Self.shift
    while blocks.count > needed { blocks.removeLast().deallocate() }
  }

  /// Sorts by three-way partitions, which neither equal values nor sorted ones make slow; the values are hashes, so nothing
  /// else does either.
  func sort() { sort(0, count) }

  private func sort(_ from: Int, _ to: Int) {
    var (from, to) = (from, to)
    while to - from > 24 {
      let pivot = median(self[from], self[from + (to - from) / 2], self[to - 1])
      var (below, place, above) = (from, from, to)
      while place < above {
        let value = self[place]
        if value < pivot {
          swap(below, place)
          below += 1
          place += 1
        } else if pivot < value {
          above -= 1
          swap(place, above)
        } else {
          place += 1
        }
      }
      // The smaller side by recursion, so that it is never deep.
      if below - from < to - above {
        sort(from, below)
        from = above
      } else {
        sort(above, to)
        to = below
      }
    }
    guard to - from > 1 else { return }
    for place in (from + 1)..<to {
      let value = self[place]
      var hole = place
      while hole > from, value < self[hole - 1] {
        self[hole] = self[hole - 1]
        hole -= 1
      }
      self[hole] = value
    }
  }

  private func median(_ a: Value, _ b: Value, _ c: Value) -> Value {
    a < b ? (b < c ? b : max(a, c)) : (a < c ? a : max(b, c))
  }

  private func swap(_ a: Int, _ b: Int) {
    let value = self[a]
    self[a] = self[b]
    self[b] = value
  }

  /// The first place whose value is not below this one, in a sorted table.
  func firstPlace(notBelow value: Value) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a sorted table holds this value.
  func contains(_ value: Value) -> Bool {
    let place = firstPlace(notBelow: value)
    return place < count && !(value < self[place])
  }
}
