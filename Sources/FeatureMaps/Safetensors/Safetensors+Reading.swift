public import PoolingEngine

extension Safetensors {
  /// The bytes may begin such a container: a header length and a brace.
  public static func matches(_ firstBytes: [UInt8]) -> Bool {
    guard firstBytes.count >= 9, let length = try? SafetensorsHeader.length(firstBytes) else { return false }
    return length >= 2
  }

  /// What a file says of its arrays, without their data.
  ///
  /// - Parameter maximumBytes: what may be held: a header takes some thirty times its length once it is read.
  /// - Throws: ``FeatureMapError``.
  public static func header(
    of input: TensorInput, maximumBytes: Int = .max
  ) throws(FeatureMapError) -> SafetensorsHeader {
    var reader = InputReader(input)
    return try readHeader(&reader, maximumBytes)
  }

  /// Reads one array of a file; the others are passed over.
  ///
  /// - Parameters:
  ///   - name: of the array; nil: the only one, or the one of `preferred`.
  ///   - preferred: what the array is likely to be called if there are several.
  ///   - layout: what the axes mean, as for ``NPY/read(_:layout:maximumBytes:)``.
  ///   - maximumBytes: the most that the array may take, and that its header may cost.
  /// - Throws: ``FeatureMapError``; of kind `unsupported` if there are several arrays and none is named, with their names.
  public static func read(
    _ input: TensorInput, tensor name: String? = nil, preferred: String? = nil, layout: TensorLayout? = nil,
    maximumBytes: Int = .max
  ) throws(FeatureMapError) -> TensorReading {
    var reader = InputReader(input)
    let header = try readHeader(&reader, maximumBytes)
    let entry = try header.choice(name, preferred: preferred)
    let type = try entry.sampleType()
    let axes = try NPYAxes(shape: entry.shape, fortranOrder: false, layout: layout)
    try TensorOutline.check(entry.range.count, maximumBytes)
    try pass(entry.range.lowerBound, &reader, entry, from: 0)
    let planes: AnyPlanes
    if axes.isInOrder, reader.bytesLeft != nil {
      planes = try AnyPlanes(type, channels: axes.channels, size: axes.size) {
        (buffer) throws(FeatureMapError) in
        let got = try reader.read(into: buffer)
        guard got == buffer.count else {
          throw SafetensorsHeader.truncated(entry, entry.range.lowerBound + got)
        }
        if ByteOrdering.mustSwap(bigEndian: false) {
          ByteOrdering.swap(buffer, bytesPerSample: type.byteCount)
        }
      }
    } else {
      let stored = try reader.read(atMost: entry.range.count)
      guard stored.count == entry.range.count else {
        throw SafetensorsHeader.truncated(entry, entry.range.lowerBound + stored.count)
      }
      planes = try AnyPlanes(type, channels: axes.channels, size: axes.size) {
        (buffer) throws(FeatureMapError) in
        stored.withUnsafeBytes { axes.reorder($0, into: buffer, bytesPerSample: type.byteCount) }
        if ByteOrdering.mustSwap(bigEndian: false) {
          ByteOrdering.swap(buffer, bytesPerSample: type.byteCount)
        }
      }
    }
    // Whether the rest is there is known of files already; a pipe has to be read to its end.
    if reader.bytesLeft == nil {
      if let last = header.entries.max(by: { $0.range.upperBound < $1.range.upperBound }) {
        try pass(header.dataCount - entry.range.upperBound, &reader, last, from: entry.range.upperBound)
      }
      let rest = try reader.skip(.max)
      if rest > 0 { throw SafetensorsHeader.rest(rest) }
    }
    return TensorReading(tensor: try Tensor(shape: axes.tensorShape, planes))
  }

  /// Moves over data that nobody wants.
  private static func pass(
    _ count: Int, _ reader: inout InputReader, _ entry: Entry, from place: Int
  ) throws(FeatureMapError) {
    let passed = try reader.skip(count)
    guard passed == count else { throw SafetensorsHeader.truncated(entry, place + passed) }
  }

  private static func readHeader(
    _ reader: inout InputReader, _ maximumBytes: Int
  ) throws(FeatureMapError) -> SafetensorsHeader {
    let first = try reader.read(atMost: 9)
    let length = try SafetensorsHeader.length(first)
    // What is not there is no question of memory. The first byte of it has been read.
    if let left = reader.bytesLeft, length > left + 1 { throw cutHeader(length, left + 1) }
    guard length <= maximumBytes / 32 else {
      throw FeatureMapError(
        .limit, "safetensors: a header of \(length) bytes takes more than the \(maximumBytes) bytes allowed",
        remedy: "raise --max-memory")
    }
    // One byte of it has been read with the length, which may announce none.
    let rest = try reader.read(atMost: max(0, length - 1))
    guard rest.count >= length - 1 else { throw cutHeader(length, rest.count + 1) }
    let text = length == 0 ? [] : [first[8]] + rest
    let count = reader.bytesLeft.map { $0 + (length == 0 ? 1 : 0) }
    return try SafetensorsHeader(parsing: text, dataCount: count)
  }
}

extension SafetensorsHeader {
  func entry(named name: String) throws(FeatureMapError) -> Entry {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw FeatureMapError(
        .unsupported, "there is no tensor \(Self.shown(name))", remedy: "the container holds \(names)")
    }
    return entry
  }

  /// The array to read.
  func choice(_ name: String?, preferred: String?) throws(FeatureMapError) -> Entry {
    if let name { return try entry(named: name) }
    if entries.count == 1 { return entries[0] }
    guard let only = entries.first(where: { $0.name == preferred }) else {
      guard !entries.isEmpty else {
        throw FeatureMapError(.unsupported, "the safetensors container holds no tensor")
      }
      throw FeatureMapError(
        .unsupported, "the safetensors container holds \(entries.count) tensors: \(names)",
        remedy: preferred.map { "call one of them \($0)" } ?? "name one with --tensor NAME")
    }
    return only
  }

  /// The first names, for messages.
  private var names: String {
    guard !entries.isEmpty else { return "none" }
    let more = entries.count > 8 ? " and \(entries.count - 8) more" : ""
    return entries.prefix(8).map { Self.shown($0.name) }.joined(separator: ", ") + more
  }
}

extension SafetensorsHeader.Entry {
  /// The engine's type of the elements; nil if it has none.
  public var sampleTypeIfRead: SampleType? { elementType.sampleType }

  /// The engine's type of the elements.
  func sampleType() throws(FeatureMapError) -> SampleType {
    guard let type = elementType.sampleType else {
      throw FeatureMapError(
        .unsupported, "the tensor \(SafetensorsHeader.shown(name)) is of type \(elementType.rawValue)",
        remedy: elementType == .bfloat16
          ? "convert it to float32, which holds every one of its numbers"
          : "U8, I8, U16, I16, I32, I64, F16, F32 and F64 are read")
    }
    return type
  }
}
