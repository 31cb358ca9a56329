/// Bytes on their way to a destination, in order, 64 KiB at a time.
struct TextOutput {
  private static let batch = 64 * 1024

  private let destination: OutputDescriptor
  /// What has not been written yet; in memory, everything.
  var pending: [UInt8] = []

  init(_ destination: OutputDescriptor) { self.destination = destination }

  /// Writes what is pending if it is worth a system call.
  mutating func flushIfFull() throws(FeatureMapError) {
    if pending.count >= Self.batch { try flush() }
  }

  mutating func flush() throws(FeatureMapError) {
    guard case .descriptor(let descriptor, _) = destination else { return }
    try pending.span.bytes.withUnsafeBytes { (bytes) throws(FeatureMapError) in
      try SystemCalls.write(bytes, to: descriptor)
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// What was written to memory; the bytes are handed out once.
  mutating func takeBytes() -> [UInt8] {
    defer { pending = [] }
    return pending
  }
}
