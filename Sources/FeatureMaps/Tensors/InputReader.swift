/// Reads a ``TensorInput`` from its beginning.
struct InputReader {
  private let held: [UInt8]
  private var position = 0
  private let descriptor: Int32?

  init(_ input: TensorInput) {
    switch input {
    case .bytes(let bytes): (held, descriptor) = (bytes, nil)
    case .descriptor(let file, let consumed): (held, descriptor) = (consumed, file)
    }
  }

  /// Bytes that are known to follow; nil for pipes and the like.
  var bytesLeft: Int? {
    guard let descriptor else { return held.count - position }
    return SystemCalls.bytesLeft(of: descriptor).map { $0 + held.count - position }
  }

  /// Fills the buffer; returns fewer bytes only if the input ended.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FeatureMapError) -> Int {
    let fromHeld = min(buffer.count, held.count - position)
    held.withUnsafeBytes { bytes in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<(position + fromHeld)]))
    }
    position += fromHeld
    guard let descriptor, fromHeld < buffer.count else { return fromHeld }
    return fromHeld
      + (try SystemCalls.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[fromHeld...])))
  }

  /// Passes over up to so many bytes; returns fewer only if the input ended.
  mutating func skip(_ count: Int) throws(FeatureMapError) -> Int {
    var skipped = min(count, held.count - position)
    position += skipped
    if let descriptor, let left = SystemCalls.bytesLeft(of: descriptor) {
      let step = min(count - skipped, left)
      return skipped + (SystemCalls.advance(descriptor, by: step) ? step : 0)
    }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(1, count), 1 << 16), alignment: 16)
    defer { room.deallocate() }
    while skipped < count {
      let part = UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, count - skipped)])
      let got = try read(into: part)
      skipped += got
      if got < part.count { break }
    }
    return skipped
  }

  /// Reads up to so many bytes; memory grows with what is really there.
  mutating func read(atMost count: Int) throws(FeatureMapError) -> [UInt8] {
    var bytes: [UInt8] = []
    let step = 1 << 20
    while bytes.count < count {
      let wanted = min(count - bytes.count, max(step, bytes.count))
      let room = min(wanted, max(1, bytesLeft ?? wanted))
      let before = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: room))
      let got = try bytes.withUnsafeMutableBytes { all in
        Result { () throws(FeatureMapError) in
          try read(into: UnsafeMutableRawBufferPointer(rebasing: all[before...]))
        }
      }.get()
      bytes.removeLast(room - got)
      if got < room { break }
    }
    return bytes
  }
}
