/// The header of a `.safetensors` container: eight bytes of its length, little-endian, then a JSON object.
///
/// It is checked as a whole before any array is read: length, JSON, element types, shapes, and offsets, which must match type ×
/// shape and follow each other without overlap or gap.
public struct SafetensorsHeader: Hashable, Sendable {
  /// One array of the container.
  public struct Entry: Hashable, Sendable {
    public let name: String
    public let elementType: Safetensors.ElementType
    public let shape: [Int]
    /// Where its bytes lie, from the start of the data.
    public let range: Range<Int>
  }

  /// The arrays in the order of the header.
  public let entries: [Entry]
  /// The header's `__metadata__`.
  public let metadata: [String: String]
  /// Bytes ahead of the data.
  public let dataOffset: Int
  /// Bytes of data that the arrays take; they need not be there.
  public let dataCount: Int

  /// - Parameters:
  ///   - text: the JSON object.
  ///   - dataCount: bytes behind it; nil where that is not known yet.
  init(parsing text: [UInt8], dataCount: Int?) throws(FeatureMapError) {
    let header = try JSONValue(parsing: text)
    guard let members = header.members else {
      throw FeatureMapError(.corrupt, "safetensors: the header is no JSON object")
    }
    dataOffset = 8 + text.count
    (entries, metadata) = try Self.contents(members)
    self.dataCount = try Self.end(of: entries, dataCount: dataCount)
    if let dataCount, self.dataCount != dataCount { throw Self.rest(dataCount - self.dataCount) }
  }

  static func rest(_ count: Int) -> FeatureMapError {
    FeatureMapError(.corrupt, "safetensors: \(count) bytes at the end belong to no tensor")
  }

  /// The length of the JSON text that the first nine bytes announce.
  static func length(_ bytes: [UInt8]) throws(FeatureMapError) -> Int {
    guard bytes.count >= 9, bytes[8] == UInt8(ascii: "{") else {
      throw FeatureMapError(.notATensor, "this is no safetensors container")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= UInt64(Safetensors.longestHeader) else {
      throw FeatureMapError(
        .limit, "safetensors: a header of \(length) bytes is above \(Safetensors.longestHeader)")
    }
    return Int(length)
  }

  /// A name as it may be shown: in quotes, without control characters, not too long.
  static func shown(_ name: String) -> String {
    let short = name.count > 60 ? name.prefix(60) + "…" : name[...]
    return String(decoding: JSONValue.string(String(short)).encoded(), as: UTF8.self)
  }

  private static func contents(
    _ members: [JSONValue.Member]
  ) throws(FeatureMapError) -> ([Entry], [String: String]) {
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    for member in members {
      guard member.name == "__metadata__" else {
        entries.append(try entry(member))
        continue
      }
      guard let texts = member.value.members else {
        throw FeatureMapError(.corrupt, "safetensors: the metadata are no JSON object")
      }
      for text in texts {
        guard let value = text.value.stringValue else {
          throw FeatureMapError(.corrupt, "safetensors: the metadata \(shown(text.name)) is no string")
        }
        metadata[text.name] = value
      }
    }
    return (entries, metadata)
  }

  private static func entry(_ member: JSONValue.Member) throws(FeatureMapError) -> Entry {
    func broken(_ what: String) -> FeatureMapError {
      FeatureMapError(.corrupt, "safetensors: the tensor \(shown(member.name)) \(what)")
    }
    guard let typeName = member.value["dtype"]?.stringValue else { throw broken("has no dtype") }
    guard let type = Safetensors.ElementType(rawValue: typeName) else {
      throw broken("is of the unknown dtype \(shown(typeName))")
    }
    let axes = member.value["shape"]?.elements
    let shape = axes?.compactMap(\.integerValue)
    guard let shape, shape.count == axes?.count else { throw broken("has no shape of integers") }
    let offsets = member.value["data_offsets"]?.elements?.map(\.integerValue)
    guard let offsets, offsets.count == 2, let start = offsets[0], let end = offsets[1] else {
      throw broken("has no two data_offsets")
    }
    guard 0 <= start, start <= end else { throw broken("lies at \(start)..<\(end)") }
    guard let bits = ElementCount.product(of: shape + [type.bitCount]), bits.isMultiple(of: 8),
      bits / 8 == end - start
    else { throw broken("has \(end - start) bytes, which shape \(shape) of \(typeName) does not fill") }
    return Entry(name: member.name, elementType: type, shape: shape, range: start..<end)
  }

  /// The format asks for data without overlaps and holes.
  private static func end(of entries: [Entry], dataCount: Int?) throws(FeatureMapError) -> Int {
    var end = 0
    for entry in entries.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      if let dataCount, entry.range.upperBound > dataCount { throw truncated(entry, dataCount) }
      guard entry.range.lowerBound == end else {
        throw FeatureMapError(
          .corrupt,
          "safetensors: the tensor \(shown(entry.name)) starts at byte \(entry.range.lowerBound), the one ahead of it ends at \(end)"
        )
      }
      end = entry.range.upperBound
    }
    return end
  }

  static func truncated(_ entry: Entry, _ dataCount: Int) -> FeatureMapError {
    FeatureMapError(
      .truncated,
      "safetensors: the tensor \(shown(entry.name)) ends at byte \(entry.range.upperBound), the data at \(dataCount)"
    )
  }
}
