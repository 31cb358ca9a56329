/// Where a manifest tells of an input: 24 bytes.
struct RecordedLine: Comparable, BitwiseCopyable, Sendable {
  enum Status: UInt64 { case done, failed, crashed }

  /// Of the input's name.
  let input: NameHash
  private let packed: UInt64

  init(_ input: NameHash, offset: Int, _ status: Status) {
    self.input = input
    packed = UInt64(offset) << 2 | status.rawValue
  }

  /// Of the line's first byte in the manifest.
  var offset: Int { Int(packed >> 2) }
  var status: Status { Status(rawValue: packed & 3) ?? .done }

  static func < (a: RecordedLine, b: RecordedLine) -> Bool {
    a.input != b.input ? a.input < b.input : a.packed < b.packed
  }
}
