internal import CCodecs

/// A ``ByteSource`` as the C readers take it.
final class CodecInput {
  let raw: OpaquePointer
  /// The whole file, or what was already read from the descriptor.
  private let memory: [UInt8]

  init(_ source: ByteSource) throws(CodecError) {
    let descriptor: Int32
    switch source {
    case .bytes(let bytes): (memory, descriptor) = (bytes, -1)
    case .descriptor(let number, let consumed):
      guard number >= 0 else { throw CodecError(.unreadable, "cannot be read: no open file") }
      (memory, descriptor) = (consumed, number)
    }
    guard let raw = ccodecs_input_create(descriptor) else { throw .noMemory }
    self.raw = raw
  }

  deinit { ccodecs_input_destroy(raw) }

  /// Lends the bytes in memory for one call.
  func withMemory<T>(_ body: (ccodecs_bytes) -> T) -> T {
    memory.withUnsafeBufferPointer { body(ccodecs_bytes(start: $0.baseAddress, count: $0.count)) }
  }

  /// Looks at the first bytes and says what they start.
  ///
  /// - Throws: ``CodecError`` of kind `.notAnImage` or `.unreadable`.
  func kind() throws(CodecError) -> ImageKind {
    var first = [UInt8](repeating: 0, count: ImageKind.signatureLength)
    var count = 0
    let status = withMemory { memory in
      first.withUnsafeMutableBufferPointer {
        ccodecs_input_peek(raw, memory, $0.baseAddress, $0.count, &count)
      }
    }
    if status.code != .ok { throw CodecError(status) }
    first.removeLast(first.count - count)
    if let kind = ImageKind.of(firstBytes: first) { return kind }
    if first.isEmpty { throw CodecError(.notAnImage, "no bytes", remedy: "give a PNG or JPEG") }
    if first.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      throw CodecError(
        .notAnImage, "a PNG whose signature was damaged, as by a transfer in text mode",
        remedy: "get the file again, in binary mode")
    }
    throw CodecError(.notAnImage, "neither PNG nor JPEG", remedy: "give a PNG or JPEG")
  }
}
