public import PoolingEngine

/// Writes rows as one JSON object: `"schema": 1`, the geometry, `statistics` per channel and
/// `values[channel][row][column]`, a row per line.
///
/// The whole result is held until ``commit()``. NaN and infinities are the strings "NaN", "Infinity", "-Infinity".
public final class JSONSink: RowSink {
  private var output: TextOutput
  private let geometry: FeatureMapGeometry
  private var store: (any PlaneStore)?

  public init(_ destination: OutputDescriptor, geometry: FeatureMapGeometry) {
    output = TextOutput(destination)
    self.geometry = geometry
  }

  public func begin(_ format: RowFormat) throws(FeatureMapError) { store = try format.makeStore() }

  public func write(_ strip: borrowing Strip) throws(FeatureMapError) {
    guard let store else { throw FeatureMapError(.truncated, "no rows were announced") }
    try store.write(strip)
  }

  public func commit() throws(FeatureMapError) {
    guard let store else { throw FeatureMapError(.truncated, "no rows were announced") }
    try store.checkComplete()
    let format = store.format
    // The object's opening, its closing brace left open for the values.
    var opening = opening(format, statistics(store)).encoded()
    opening.removeLast()
    output.pending += opening
    output.pending.append(contentsOf: ",\"values\":[".utf8)
    for channel in 0..<format.channels {
      output.pending.append(contentsOf: (channel > 0 ? ",\n[" : "\n[").utf8)
      for row in 0..<format.size.height {
        output.pending.append(contentsOf: (row > 0 ? ",\n[" : "[").utf8)
        store.withRow(channel: channel, row: row) { bytes in
          var text = RowText(.json)
          swap(&text.text, &output.pending)
          SampleRow(bytes: bytes, type: format.sampleType).accept(&text)
          swap(&text.text, &output.pending)
        }
        output.pending.append(UInt8(ascii: "]"))
        try output.flushIfFull()
      }
      output.pending.append(UInt8(ascii: "]"))
    }
    output.pending.append(contentsOf: "\n]}\n".utf8)
    self.store = nil
    try output.flush()
  }

  private func statistics(_ store: any PlaneStore) -> [ChannelStatistics] {
    (0..<store.format.channels).map { channel in
      var statistics = ChannelStatistics(store.format.sampleType)
      for row in 0..<store.format.size.height {
        store.withRow(channel: channel, row: row) {
          SampleRow(bytes: $0, type: store.format.sampleType).accept(&statistics)
        }
      }
      return statistics
    }
  }

  private func opening(_ format: RowFormat, _ statistics: [ChannelStatistics]) -> JSONValue {
    [
      "schema": 1,
      "operator": .string(geometry.operation),
      "dialect": .string(geometry.dialect),
      "input": ["height": JSONValue(geometry.input.height), "width": JSONValue(geometry.input.width)],
      "output": [
        "channels": JSONValue(format.channels), "height": JSONValue(format.size.height),
        "width": JSONValue(format.size.width), "element_type": .string(format.sampleType.rawValue),
      ],
      "parameters": .object(geometry.parameters),
      "statistics": .array(
        statistics.enumerated().map { channel, statistics in
          [
            "channel": JSONValue(channel), "minimum": statistics.minimum, "maximum": statistics.maximum,
            "mean": .number(statistics.mean), "nan_count": JSONValue(statistics.notANumberCount),
          ]
        }),
    ]
  }

  /// The text, once, after ``commit()`` to ``OutputDescriptor/memory``.
  public func takeBytes() -> [UInt8] { output.takeBytes() }

  /// The most bytes that a sink holds for rows of that format, text on its way left out.
  public static func heldBytes(for format: RowFormat) -> Int { format.size.height * format.bytesPerRow }
}
