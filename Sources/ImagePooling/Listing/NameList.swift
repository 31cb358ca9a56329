/// A file of names, each ended by a zero byte or, if there is no zero in the file, by a line break. Can be read many times; a
/// pipe is copied into a nameless file first.
final class NameList: Sendable {
  /// Longer names are cut; no system opens them anyway.
  static let longestName = 1 << 16

  fileprivate let descriptor: Int32
  fileprivate let separator: UInt8
  /// For messages.
  let name: Path

  /// - Parameter path: nil: standard input.
  init(_ path: Path?) throws(OutputPlan.Refusal) {
    name = path ?? "-"
    do throws(SystemCalls.Failure) {
      let opened = if let path { try SystemCalls.openForReading(path) } else { try SystemCalls.duplicate(0) }
      let facts = try SystemCalls.facts(of: opened)
      if facts.sort == .regular, path != nil {
        descriptor = opened
      } else {
        defer { try? SystemCalls.closeDescriptor(opened) }
        descriptor = try NameList.copy(opened)
      }
      separator = try NameList.hasZero(descriptor) ? 0 : UInt8(ascii: "\n")
    } catch {
      throw OutputPlan.Refusal("--from \(path ?? "-"): cannot be read: \(error.text)")
    }
  }

  deinit { try? SystemCalls.closeDescriptor(descriptor) }

  private static func copy(_ descriptor: Int32) throws(SystemCalls.Failure) -> Int32 {
    let copy = try SystemCalls.namelessFile()
    while true {
      let bytes = try SystemCalls.readSome(descriptor, upTo: 1 << 16)
      if bytes.isEmpty { return copy }
      try SystemCalls.writeBytes(copy, bytes)
    }
  }

  private static func hasZero(_ descriptor: Int32) throws(SystemCalls.Failure) -> Bool {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var offset = 0
    while true {
      let count = try SystemCalls.readBytes(descriptor, at: offset, into: buffer)
      if count == 0 { return false }
      if SystemCalls.firstPlace(of: 0, in: UnsafeRawBufferPointer(rebasing: buffer[..<count])) != nil {
        return true
      }
      offset += count
    }
  }

  /// Reads the names from the beginning. Not to be used from two threads at once.
  final class Reader {
    private let list: NameList
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var filled = 0..<0
    private var offset = 0
    /// Why the rest could not be read.
    private(set) var failure: SystemCalls.Failure?

    init(_ list: NameList) { self.list = list }

    deinit { buffer.deallocate() }

    /// The next name that is not empty; nil at the end.
    func next() -> Path? {
      var name: [UInt8] = []
      while true {
        if filled.isEmpty, !fill() { return name.isEmpty ? nil : Path(bytes: name) }
        let rest = UnsafeRawBufferPointer(rebasing: buffer[filled])
        let end = SystemCalls.firstPlace(of: list.separator, in: rest)
        let piece = rest[..<(end ?? rest.count)]
        if name.count < NameList.longestName { name += piece }
        filled = (filled.lowerBound + piece.count + (end == nil ? 0 : 1))..<filled.upperBound
        if end != nil, !name.isEmpty { return Path(bytes: name) }
      }
    }

    private func fill() -> Bool {
      do throws(SystemCalls.Failure) {
        let count = try SystemCalls.readBytes(list.descriptor, at: offset, into: buffer)
        offset += count
        filled = 0..<count
        return count > 0
      } catch {
        failure = error
        return false
      }
    }
  }
}
