internal import PoolingEngine

/// Numbers in comma-separated text.
///
/// One plane: a line per row, cells separated by commas, spaces around a cell allowed, no quotes; `nan`, `inf`, `-inf`
/// in any letter case. Also the dump that ``CSVSink`` writes, with its header line `channel,row,c0,…`, all channels.
public enum CSV {
  /// The bytes may begin such a text: nothing but numbers, commas and spaces, or the header line of a dump. Some 64 bytes
  /// are enough to tell.
  public static func matches(_ firstBytes: [UInt8]) -> Bool {
    let text = firstBytes.starts(with: byteOrderMark) ? firstBytes[byteOrderMark.count...] : firstBytes[...]
    if text.starts(with: "channel,row".utf8) { return true }
    // Letters are those of nan, inf, infinity and of exponents.
    let allowed = Set("0123456789+-.,\t\r\n nNaAiIfFtTyYeE".utf8)
    return text.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") || $0 >= UInt8(ascii: "A") }
      && text.allSatisfy(allowed.contains)
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Reads a table as float64 planes (integers, too: a warning says so).
  ///
  /// - Parameter maximumBytes: the most bytes of text, and of the samples made of it.
  /// - Throws: ``FeatureMapError``: `corrupt` with line and column for an empty cell, something that is not a number or a
  ///   ragged row; `not_a_tensor` if the text is empty or binary; `limit` beyond `maximumBytes`.
  public static func read(
    _ input: TensorInput, maximumBytes: Int = .max
  ) throws(FeatureMapError) -> TensorReading {
    var reader = InputReader(input)
    let (limit, isUnlimited) = maximumBytes.addingReportingOverflow(1)
    let text = try reader.read(atMost: isUnlimited ? .max : limit)
    guard text.count <= maximumBytes else { throw aboveLimit(maximumBytes) }
    var parser = CSVParser(text, maximumSamples: maximumBytes / 8)
    let table = try parser.parse()
    let warnings = table.isAllIntegers ? ["the integers of the table are read as float64"] : []
    let planes: AnyPlanes
    do {
      planes = .float64(
        try Planes(
          channels: table.channels, size: Size(height: table.rows, width: table.columns), table.numbers))
    } catch {
      throw FeatureMapError(.corrupt, error.message)
    }
    let shape = [table.rows, table.columns]
    return TensorReading(
      tensor: try Tensor(shape: table.isDump ? [table.channels] + shape : shape, planes), warnings: warnings)
  }

  static func aboveLimit(_ maximumBytes: Int) -> FeatureMapError {
    FeatureMapError(
      .limit, "the table takes more than the \(maximumBytes) bytes allowed", remedy: "raise --max-memory")
  }
}
