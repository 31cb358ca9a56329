/// Where a manifest tells of an input, and what it says: 24 bytes.
struct SheetRecord: Comparable, BitwiseCopyable, Sendable {
  /// Of the input's name.
  let input: NameHash
  private let packed: UInt64

  init(_ input: NameHash, offset: Int, _ status: ContactSheet.Status, kind: Int) {
    self.input = input
    packed = UInt64(offset) << 11 | UInt64(kind) << 3 | UInt64(status.place)
  }

  /// Of the line's first byte in the manifest.
  var offset: Int { Int(packed >> 11) }
  /// The place of the error's kind in a table of at most 256.
  var kind: Int { Int(packed >> 3 & 255) }
  var status: ContactSheet.Status { ContactSheet.Status.allCases[Int(packed & 7)] }

  static func < (a: SheetRecord, b: SheetRecord) -> Bool {
    a.input != b.input ? a.input < b.input : a.packed < b.packed
  }
}
