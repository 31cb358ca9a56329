internal import PoolingEngine

/// Hands rows on and makes the SHA-256 of their samples: row by row, interleaved, 16-bit samples high byte first.
final class DigestSink: RowSink {
  private let next: any RowSink
  private var hash: SHA256? = SHA256()
  /// 64 hexadecimal digits, after `commit`.
  private(set) var digest: String?

  init(before next: any RowSink) { self.next = next }

  func begin(_ format: RowFormat) throws { try next.begin(format) }

  func write(_ strip: borrowing Strip) throws {
    if strip.format.sampleType == .uint16 {
      let samples = strip.bytes.assumingMemoryBound(to: UInt16.self)
      samples.map(\.bigEndian).withUnsafeBytes { hash?.update($0) }
    } else {
      hash?.update(strip.bytes)
    }
    try next.write(strip)
  }

  func commit() throws {
    digest = hash.take()?.finish()
    try next.commit()
  }
}
