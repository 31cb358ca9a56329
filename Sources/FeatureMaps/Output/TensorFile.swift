internal import PoolingEngine

/// The bytes of a file of tensors, put where they belong in any order: into a seekable file at once, for anything else into memory
/// that is written at the end.
final class TensorFile {
  private let destination: OutputDescriptor
  /// Where in the descriptor's file the bytes begin; nil if they are held.
  private var start: Int?
  private var held: [UInt8] = []
  private var count = 0

  init(_ destination: OutputDescriptor) { self.destination = destination }

  /// A part of a file that others write, too.
  init(_ descriptor: Int32, at start: Int) {
    destination = .descriptor(descriptor, isSeekable: true)
    self.start = start
  }

  /// Writes the header, or makes room for header and data.
  func begin(header: [UInt8], dataCount: Int) throws(FeatureMapError) {
    count = header.count + dataCount
    guard case .descriptor(let descriptor, isSeekable: true) = destination else {
      start = nil
      held = header + repeatElement(0, count: dataCount)
      return
    }
    let position = try SystemCalls.position(of: descriptor)
    try header.span.bytes.withUnsafeBytes { (bytes) throws(FeatureMapError) in
      try SystemCalls.write(bytes, to: descriptor)
    }
    start = position
  }

  /// - Parameter offset: from the beginning of the header.
  func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FeatureMapError) {
    guard let start, case .descriptor(let descriptor, _) = destination else {
      return held.withUnsafeMutableBytes {
        UnsafeMutableRawBufferPointer(rebasing: $0[offset..<(offset + bytes.count)]).copyMemory(from: bytes)
      }
    }
    try SystemCalls.write(bytes, to: descriptor, at: start + offset)
  }

  /// Writes what is held. A seekable descriptor then stands behind the file.
  func commit() throws(FeatureMapError) {
    guard case .descriptor(let descriptor, _) = destination else { return }
    if let start { return try SystemCalls.seek(descriptor, to: start + count) }
    let file = held
    held = []
    try file.span.bytes.withUnsafeBytes { (bytes) throws(FeatureMapError) in
      try SystemCalls.write(bytes, to: descriptor)
    }
  }

  /// The bytes, once, if they went to memory.
  func takeBytes() -> [UInt8] {
    defer { held = [] }
    return held
  }
}
