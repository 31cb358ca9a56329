public import PoolingEngine

extension SafetensorsHeader {
  /// A tensor that is going to be written.
  public struct Written: Hashable, Sendable {
    public var name: String
    public var type: SampleType
    public var shape: [Int]

    public init(name: String, type: SampleType, shape: [Int]) {
      self.name = name
      self.type = type
      self.shape = shape
    }
  }

  /// The bytes ahead of the data. Tensors of wide elements come first and names in order, so that each lies at a multiple of
  /// its element's width; the header is filled with spaces to a multiple of 8 bytes. That is what the `safetensors` package
  /// writes.
  ///
  /// - Parameter metadata: texts by name.
  /// - Returns: the header; for each tensor, in the order given, where it begins behind it; and the bytes of all data.
  /// - Throws: ``FeatureMapError`` of kind `limit` if sizes overflow or the header is longer than the format allows.
  public static func encoded(
    _ tensors: [Written], metadata: [(name: String, value: String)] = []
  ) throws(FeatureMapError) -> (header: [UInt8], offsets: [Int], dataCount: Int) {
    let order = tensors.indices.sorted { a, b in
      let (first, second) = (tensors[a], tensors[b])
      if first.type.byteCount != second.type.byteCount {
        return first.type.byteCount > second.type.byteCount
      }
      return first.name.utf8.lexicographicallyPrecedes(second.name.utf8)
    }
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      members.append(
        JSONValue.Member(
          "__metadata__", .object(metadata.map { JSONValue.Member($0.name, .string($0.value)) })))
    }
    var offsets = Array(repeating: 0, count: tensors.count)
    var end = 0
    for place in order {
      let tensor = tensors[place]
      let (next, overflow) =
        ElementCount.product(of: tensor.shape + [tensor.type.byteCount])
        .map { end.addingReportingOverflow($0) } ?? (0, true)
      guard !overflow else {
        throw FeatureMapError(.limit, "a tensor of shape \(tensor.shape) overflows the address space")
      }
      members.append(
        JSONValue.Member(
          tensor.name,
          .object([
            JSONValue.Member("dtype", .string(Safetensors.ElementType(tensor.type).rawValue)),
            JSONValue.Member("shape", .array(tensor.shape.map { JSONValue($0) })),
            JSONValue.Member("data_offsets", .array([JSONValue(end), JSONValue(next)])),
          ])))
      offsets[place] = end
      end = next
    }
    var text = JSONValue.object(members).encoded()
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    guard text.count <= Safetensors.longestHeader else {
      throw FeatureMapError(
        .limit, "a safetensors header of \(text.count) bytes is above \(Safetensors.longestHeader)")
    }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return (length + text, offsets, end)
  }
}
