internal import CCodecs

/// A ``ByteDestination`` as the C writers take it.
final class CodecOutput {
  let raw: OpaquePointer

  init(_ destination: ByteDestination) throws(CodecError) {
    let descriptor: Int32
    switch destination {
    case .descriptor(let number):
      guard number >= 0 else { throw CodecError(.unwritable, "cannot be written: no open file") }
      descriptor = number
    case .memory: descriptor = -1
    }
    guard let raw = ccodecs_output_create(descriptor) else { throw .noMemory }
    self.raw = raw
  }

  deinit { ccodecs_output_destroy(raw) }

  /// What was written to memory.
  var bytes: [UInt8] {
    var count = 0
    guard let start = ccodecs_output_bytes(raw, &count) else { return [] }
    return [UInt8](UnsafeBufferPointer(start: start, count: count))
  }
}
