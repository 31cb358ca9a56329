internal import CCodecs

/// Bytes into one zlib stream (RFC 1950), in memory.
///
/// The same bytes give the same stream with the same zlib release, however they are cut. Holds the stream and zlib's own 270 kB.
public struct Deflater: ~Copyable {
  private let raw: OpaquePointer
  private var stream: [UInt8] = []
  private var part = [UInt8](repeating: 0, count: Deflater.partSize)
  private static let partSize = 1 << 15
  /// zlib's own memory for its default window, as its manual has it.
  public static let heldBytes = 270_000 + partSize

  /// - Parameter level: zlib's effort, 0 (stored) ... 9 (smallest); values outside are clamped.
  /// - Throws: ``CodecError`` of kind `limit` if there is no memory.
  public init(level: Int = 6) throws(CodecError) {
    guard let raw = ccodecs_deflater_create(CInt(min(9, max(0, level)))) else { throw .noMemory }
    self.raw = raw
  }

  deinit { ccodecs_deflater_destroy(raw) }

  /// Adds bytes to what is compressed.
  ///
  /// - Throws: ``CodecError`` of kind `unwritable` if zlib fails.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
    var rest = bytes
    while !rest.isEmpty {
      let result = try run(rest, isLast: false)
      rest = UnsafeRawBufferPointer(rebasing: rest[result.taken...])
    }
  }

  /// Ends the stream.
  ///
  /// - Returns: all of it.
  /// - Throws: ``CodecError`` of kind `unwritable` if zlib fails.
  public consuming func finish() throws(CodecError) -> [UInt8] {
    while !(try run(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true).is_done) {}
    return stream
  }

  private mutating func run(
    _ bytes: UnsafeRawBufferPointer, isLast: Bool
  ) throws(CodecError) -> ccodecs_deflated {
    var result = ccodecs_deflated()
    let status = part.withUnsafeMutableBufferPointer { part in
      ccodecs_deflater_run(
        raw, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, isLast, part.baseAddress,
        part.count, &result)
    }
    // A call with room that neither takes nor makes anything would be repeated for ever.
    guard status.code == .ok, result.taken > 0 || result.made > 0 || result.is_done else {
      throw CodecError(.unwritable, "cannot be compressed: \(status.text)")
    }
    stream += part[..<result.made]
    return result
  }
}
