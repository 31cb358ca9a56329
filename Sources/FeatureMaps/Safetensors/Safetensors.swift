internal import PoolingEngine

/// A `.safetensors` container in memory: named arrays, little-endian, C order. See ``SafetensorsHeader`` for what is checked, and
/// ``read(_:tensor:layout:maximumBytes:)`` for reading one array of a file.
public struct Safetensors: Sendable {
  /// One array of the container.
  public typealias Entry = SafetensorsHeader.Entry

  /// The longest header taken, in bytes; the format's own limit.
  public static let longestHeader = 100_000_000

  private let header: SafetensorsHeader
  private let places: [String: Int]
  private let bytes: [UInt8]

  /// The arrays in the order of the header.
  public var entries: [Entry] { header.entries }
  /// The header's `__metadata__`.
  public var metadata: [String: String] { header.metadata }

  /// - Throws: ``FeatureMapError``: `not_a_tensor` if the bytes cannot begin such a container, `truncated` if header or data
  ///   are cut, `limit` for a header above ``longestHeader``, `corrupt` for everything else.
  public init(_ bytes: [UInt8]) throws(FeatureMapError) {
    let length = try SafetensorsHeader.length(bytes)
    guard length <= bytes.count - 8 else { throw Self.cutHeader(length, bytes.count - 8) }
    header = try SafetensorsHeader(
      parsing: Array(bytes[8..<(8 + length)]), dataCount: bytes.count - 8 - length)
    places = Dictionary(uniqueKeysWithValues: header.entries.enumerated().map { ($1.name, $0) })
    self.bytes = bytes
  }

  static func cutHeader(_ length: Int, _ count: Int) -> FeatureMapError {
    FeatureMapError(
      .truncated, "safetensors: the header is \(length) bytes long, the file ends after \(count)")
  }

  /// Reads one array.
  ///
  /// - Throws: ``FeatureMapError`` of kind `unsupported` for a name that is not there, an element type outside the
  ///   engine's and a rank outside 1-4.
  ///
  /// - Parameter readsUnsigned64: take U64 for int64 if all numbers are below 2⁶³.
  public func tensor(named name: String, readsUnsigned64: Bool = false) throws(FeatureMapError) -> Tensor {
    let entry = try header.entry(named: name)
    let isUnsigned64 = readsUnsigned64 && entry.elementType == .uint64
    let type = isUnsigned64 ? .int64 : try entry.sampleType()
    guard let (channels, size) = Tensor.extent(of: entry.shape) else {
      throw FeatureMapError(
        .unsupported, "the tensor \(SafetensorsHeader.shown(name)) has \(entry.shape.count) axes",
        remedy: "1 to 4 are read")
    }
    let start = header.dataOffset
    let place = (start + entry.range.lowerBound)..<(start + entry.range.upperBound)
    let planes = try AnyPlanes(type, channels: channels, size: size) { buffer in
      bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place])) }
      if ByteOrdering.mustSwap(bigEndian: false) { ByteOrdering.swap(buffer, bytesPerSample: type.byteCount) }
    }
    if isUnsigned64, case .int64(let numbers) = planes, numbers.samples.contains(where: { $0 < 0 }) {
      throw FeatureMapError(
        .unsupported, "the tensor \(SafetensorsHeader.shown(name)) has numbers from 2^63 on")
    }
    return try Tensor(shape: entry.shape, planes)
  }

  /// The array of that name.
  public func entry(named name: String) -> Entry? { places[name].map { entries[$0] } }
}
