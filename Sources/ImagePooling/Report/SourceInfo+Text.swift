internal import PoolingEngine

extension SourceInfo: CustomStringConvertible {
  /// Some lines for people. Names and texts from the file are on one line each, control characters escaped as ``Path/description``
  /// does.
  public var description: String {
    var first = "\(kind.uppercased()) \(storedSize), \(color), \(channels) × \(bitDepth) bits"
    if !shape.isEmpty {
      first = "\(kind) \(sampleType.rawValue), shape \(shape.map(String.init).joined(separator: ","))"
    }
    // A container of several tensors has no size of its own.
    if kind == "safetensors", shape.isEmpty { first = kind }
    first += ", \(coding)"
    if !sampling.isEmpty { first += ", sampling \(sampling)" }
    var lines = [first]
    if orientation != .upright {
      lines.append("orientation \(orientation.rawValue), upright \(uprightSize)")
    }
    lines.append((streams ? "streams: " : "does not stream: ") + streamsReason)
    lines.append("memory for decoding: about \(SourceInfo.readable(memoryBytes))")
    if let thumbnailMemoryBytes {
      lines.append("memory for a thumbnail of 256x256: about \(SourceInfo.readable(thumbnailMemoryBytes))")
    }
    lines += metadata.map { "\(SourceInfo.shown($0.name)): \(SourceInfo.shown($0.value))" }
    return lines.joined(separator: "\n  ")
  }

  /// An empty text stays empty.
  private static func shown(_ text: String) -> String {
    // A path ends at a zero byte, and what is behind one is not to be hidden.
    text.split(separator: "\0", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : Path(String($0)).description }.joined(separator: "\\x00")
  }

  private static func readable(_ bytes: Int) -> String {
    if bytes < 1_000_000 { return "\((bytes + 999) / 1000) kB" }
    return "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
  }
}
