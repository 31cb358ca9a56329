internal import PoolingEngine

/// A `.safetensors` container in memory: named arrays, little-endian, C order.
///
/// The header is checked as a whole before any array is read: its length, JSON, element types, shapes, and offsets, which
/// must lie in the data, match type × shape and follow each other without overlap or gap.
public struct Safetensors: Sendable {
  /// One array of the container.
  public struct Entry: Hashable, Sendable {
    public let name: String
    public let elementType: ElementType
    public let shape: [Int]
    /// Where its bytes lie, from the start of the data.
    public let range: Range<Int>
  }

  /// The longest header taken, in bytes; the format's own limit.
  public static let longestHeader = 100_000_000

  /// The arrays in the order of the header.
  public let entries: [Entry]
  /// The header's `__metadata__`.
  public let metadata: [String: String]
  private let places: [String: Int]
  private let bytes: [UInt8]
  private let dataStart: Int

  /// - Throws: ``FeatureMapError``: `not_a_tensor` if the bytes cannot begin such a container, `truncated` if header or data
  ///   are cut, `limit` for a header above ``longestHeader``, `corrupt` for everything else.
  public init(_ bytes: [UInt8]) throws(FeatureMapError) {
    guard bytes.count >= 9, bytes[8] == UInt8(ascii: "{") else {
      throw FeatureMapError(.notATensor, "this is no safetensors container")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= UInt64(Self.longestHeader) else {
      throw FeatureMapError(.limit, "safetensors: a header of \(length) bytes is above \(Self.longestHeader)")
    }
    guard length <= UInt64(bytes.count - 8) else {
      throw FeatureMapError(
        .truncated, "safetensors: the header is \(length) bytes long, the file ends after \(bytes.count - 8)")
    }
    dataStart = 8 + Int(length)
    let header = try JSONValue(parsing: Array(bytes[8..<dataStart]))
    guard let members = header.members else {
      throw FeatureMapError(.corrupt, "safetensors: the header is no JSON object")
    }
    (entries, metadata) = try Self.contents(members)
    try Self.checkPlaces(entries, dataCount: bytes.count - dataStart)
    places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    self.bytes = bytes
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
          throw FeatureMapError(.corrupt, "safetensors: the metadata \"\(text.name)\" is no string")
        }
        metadata[text.name] = value
      }
    }
    return (entries, metadata)
  }

  private static func entry(_ member: JSONValue.Member) throws(FeatureMapError) -> Entry {
    func broken(_ what: String) -> FeatureMapError {
      FeatureMapError(.corrupt, "safetensors: the tensor \"\(member.name)\" \(what)")
    }
    guard let typeName = member.value["dtype"]?.stringValue else { throw broken("has no dtype") }
    guard let type = ElementType(rawValue: typeName) else {
      throw broken("is of the unknown dtype \(typeName)")
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
  private static func checkPlaces(_ entries: [Entry], dataCount: Int) throws(FeatureMapError) {
    var end = 0
    for entry in entries.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard entry.range.upperBound <= dataCount else {
        throw FeatureMapError(
          .truncated,
          "safetensors: the tensor \"\(entry.name)\" ends at byte \(entry.range.upperBound), the data at \(dataCount)"
        )
      }
      guard entry.range.lowerBound == end else {
        throw FeatureMapError(
          .corrupt,
          "safetensors: the tensor \"\(entry.name)\" starts at byte \(entry.range.lowerBound), the one ahead of it ends at \(end)"
        )
      }
      end = entry.range.upperBound
    }
    guard end == dataCount else {
      throw FeatureMapError(.corrupt, "safetensors: \(dataCount - end) bytes at the end belong to no tensor")
    }
  }

  /// Reads one array.
  ///
  /// - Throws: ``FeatureMapError`` of kind `unsupported` for a name that is not there, an element type outside the
  ///   engine's and a rank outside 1-4.
  ///
  /// - Parameter readsUnsigned64: take U64 for int64 if all numbers are below 2⁶³.
  public func tensor(named name: String, readsUnsigned64: Bool = false) throws(FeatureMapError) -> Tensor {
    guard let entry = entry(named: name) else {
      throw FeatureMapError(
        .unsupported, "there is no tensor \"\(name)\"",
        remedy: "the container holds \(entries.prefix(8).map(\.name).joined(separator: ", "))")
    }
    let isUnsigned64 = readsUnsigned64 && entry.elementType == .uint64
    guard let type = isUnsigned64 ? .int64 : entry.elementType.sampleType else {
      throw FeatureMapError(
        .unsupported, "the tensor \"\(name)\" is of type \(entry.elementType.rawValue)",
        remedy: "U8, I8, U16, I16, I32, I64, F32 and F64 are read")
    }
    guard let (channels, size) = Tensor.extent(of: entry.shape) else {
      throw FeatureMapError(
        .unsupported, "the tensor \"\(name)\" has \(entry.shape.count) axes", remedy: "1 to 4 are read")
    }
    let place = (dataStart + entry.range.lowerBound)..<(dataStart + entry.range.upperBound)
    let planes = try AnyPlanes(type, channels: channels, size: size) { buffer in
      bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place])) }
      if ByteOrdering.mustSwap(bigEndian: false) { ByteOrdering.swap(buffer, bytesPerSample: type.byteCount) }
    }
    if isUnsigned64, case .int64(let numbers) = planes, numbers.samples.contains(where: { $0 < 0 }) {
      throw FeatureMapError(.unsupported, "the tensor \"\(name)\" has numbers from 2^63 on")
    }
    return try Tensor(shape: entry.shape, planes)
  }

  /// The array of that name.
  public func entry(named name: String) -> Entry? { places[name].map { entries[$0] } }
}
