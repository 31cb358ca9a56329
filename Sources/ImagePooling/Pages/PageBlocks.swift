internal import FeatureMaps
internal import ImageCodecs

/// The blocks of a page, in the order in which they were made.
struct PageBlocks {
  private(set) var all: [PlaneBlock] = []
  /// What they take in the page, in base64.
  var textBytes: Int { all.reduce(0) { $0 + ($1.stream.count + 2) / 3 * 4 } }

  /// Adds planes, and returns what the page's JSON says of them.
  mutating func add(_ name: String, _ planes: AnyPlanes) throws(CodecError) -> JSONValue {
    let block = try PlaneBlock(name, planes)
    all.append(block)
    return block.json
  }
}
