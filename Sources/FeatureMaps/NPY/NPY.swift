internal import PoolingEngine

/// NumPy's `.npy` files, versions 1.0, 2.0 and 3.0.
///
/// Read are the types u1, i1, u2, i2, i4, i8, f2, f4 and f8 in either byte order, in C and Fortran order, of rank 2 (one
/// plane), 3 and 4. No size that a header states is trusted with an allocation: the bytes must be there.
public enum NPY {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The longest header read; NumPy itself reads 10,000 bytes.
  static let longestHeader = 1 << 16

  /// The bytes begin a `.npy` file; six are enough to tell.
  public static func matches(_ firstBytes: [UInt8]) -> Bool { firstBytes.starts(with: magic) }

  /// What the file says of itself, without its data: takes at most 64 KiB of it, whatever it claims.
  ///
  /// - Throws: ``FeatureMapError``.
  public static func header(of input: TensorInput) throws(FeatureMapError) -> TensorHeader {
    var reader = InputReader(input)
    return try readHeader(&reader)
  }

  /// Reads an array.
  ///
  /// - Parameters:
  ///   - layout: what the axes mean; nil: C, H, W or N, C, H, W, but an array that looks like H, W, C (last axis 1-4,
  ///     the first of the last three larger than 4) is refused. An array of rank 2 is one plane under every layout.
  ///   - maximumBytes: the most that the array may take.
  /// - Returns: the tensor, in native byte order, channels first. Bytes after the data are a warning.
  /// - Throws: ``FeatureMapError``.
  /// - Complexity: holds the data once, twice if they must be reordered or come from a pipe.
  public static func read(
    _ input: TensorInput, layout: TensorLayout? = nil, maximumBytes: Int = .max
  ) throws(FeatureMapError) -> TensorReading {
    var reader = InputReader(input)
    let header = try readHeader(&reader)
    let axes = try NPYAxes(header, layout: layout)
    try TensorOutline.check(header.dataCount, maximumBytes)
    let left = reader.bytesLeft
    if let left, left < header.dataCount { throw truncated(header, left) }
    let type = header.sampleType
    let planes: AnyPlanes
    if axes.isInOrder, left != nil {
      planes = try AnyPlanes(type, channels: axes.channels, size: axes.size) {
        (buffer) throws(FeatureMapError) in
        let got = try reader.read(into: buffer)
        guard got == buffer.count else { throw truncated(header, got) }
        turnBytes(buffer, header)
      }
    } else {
      // Held twice while it is put in order.
      try TensorOutline.check(header.dataCount, maximumBytes, copies: 2)
      let stored = try reader.read(atMost: header.dataCount)
      guard stored.count == header.dataCount else { throw truncated(header, stored.count) }
      planes = try AnyPlanes(type, channels: axes.channels, size: axes.size) {
        (buffer) throws(FeatureMapError) in
        stored.withUnsafeBytes { axes.reorder($0, into: buffer, bytesPerSample: type.byteCount) }
        turnBytes(buffer, header)
      }
    }
    var warnings: [String] = []
    if left == nil {
      if try !reader.read(atMost: 1).isEmpty { warnings.append("bytes after the array are ignored") }
    } else if let rest = reader.bytesLeft, rest > 0 {
      warnings.append("\(rest) bytes after the array are ignored")
    }
    return TensorReading(tensor: try Tensor(shape: axes.tensorShape, planes), warnings: warnings)
  }

  private static func turnBytes(_ buffer: UnsafeMutableRawBufferPointer, _ header: TensorHeader) {
    guard ByteOrdering.mustSwap(bigEndian: header.byteOrder == .big) else { return }
    ByteOrdering.swap(buffer, bytesPerSample: header.sampleType.byteCount)
  }

  private static func truncated(_ header: TensorHeader, _ count: Int) -> FeatureMapError {
    FeatureMapError(
      .truncated,
      "the .npy data end after \(count) of the \(header.dataCount) bytes that the shape \(NPYAxes.text(header.shape)) of \(header.sampleType) needs"
    )
  }

  private static func readHeader(_ reader: inout InputReader) throws(FeatureMapError) -> TensorHeader {
    var prefix = try reader.read(atMost: 8)
    guard prefix.starts(with: magic) else {
      throw FeatureMapError(.notATensor, "this is no .npy file: it does not begin with \\x93NUMPY")
    }
    guard prefix.count == 8 else {
      throw FeatureMapError(.truncated, "the .npy file ends in its first 8 bytes")
    }
    guard (1...3).contains(prefix[6]), prefix[7] == 0 else {
      throw FeatureMapError(
        .unsupported, "the .npy file is of version \(prefix[6]).\(prefix[7])",
        remedy: "1.0, 2.0 and 3.0 are read")
    }
    let version = Int(prefix[6])
    let lengthBytes = try reader.read(atMost: version == 1 ? 2 : 4)
    guard lengthBytes.count == (version == 1 ? 2 : 4) else {
      throw FeatureMapError(.truncated, "the .npy file ends in its header")
    }
    prefix += lengthBytes
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= longestHeader else {
      throw FeatureMapError(.limit, "a .npy header of \(length) bytes; at most \(longestHeader) are read")
    }
    let text = try reader.read(atMost: length)
    guard text.count == length else {
      throw FeatureMapError(
        .truncated, "the .npy file ends in its header, after \(text.count) of \(length) bytes")
    }
    let parsed = try NPYHeaderText(parsing: text[...])
    guard let count = ElementCount.product(of: parsed.shape + [parsed.sampleType.byteCount]) else {
      throw FeatureMapError(
        .corrupt, "the .npy shape \(NPYAxes.text(parsed.shape)) has more samples than memory has addresses")
    }
    return TensorHeader(
      version: version, shape: parsed.shape, sampleType: parsed.sampleType, fortranOrder: parsed.fortranOrder,
      byteOrder: parsed.sampleType.byteCount == 1 ? .irrelevant : parsed.isBigEndian ? .big : .little,
      dataOffset: prefix.count + length, dataCount: count)
  }
}
