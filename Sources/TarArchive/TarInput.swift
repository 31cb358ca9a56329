/// Bytes of an archive in the order in which they come, counted.
struct TarInput {
  private let fetch: () throws(TarError) -> [UInt8]
  private var block: [UInt8] = []
  private var place = 0
  /// Bytes taken so far.
  private(set) var offset = 0

  /// - Parameter fetch: gives some bytes, at least one; none at the end.
  init(_ fetch: @escaping () throws(TarError) -> [UInt8]) { self.fetch = fetch }

  /// Up to `count` bytes; fewer only at the end. Memory grows with what comes, not with what is asked for.
  mutating func read(_ count: Int) throws(TarError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(count, 1 << 20))
    try take(count) { bytes += $0 }
    return bytes
  }

  /// Passes over up to `count` bytes; tells how many there were.
  mutating func skip(_ count: Int) throws(TarError) -> Int {
    let start = offset
    try take(count) { _ in }
    return offset - start
  }

  private mutating func take(_ count: Int, _ body: (ArraySlice<UInt8>) -> Void) throws(TarError) {
    var left = count
    while left > 0 {
      if place == block.count {
        block = try fetch()
        place = 0
        if block.isEmpty { return }
      }
      let part = block[place..<min(block.count, place + left)]
      body(part)
      place += part.count
      offset += part.count
      left -= part.count
    }
  }
}
