/// EXIF data with chosen entries in its directories.
struct TIFF {
  struct Entry {
    var tag = 0x0112
    var type = 3
    var count = 1
    var value: Int
  }

  var isBigEndian = true
  var mark: [UInt8]?
  var directoryOffset = 8
  var entries: [Entry]
  /// What the directory claims, if not the truth.
  var claimedCount: Int?
  /// The directory behind this one.
  var second: [Entry] = []

  static func orientation(_ value: Int, isBigEndian: Bool = true) -> [UInt8] {
    TIFF(isBigEndian: isBigEndian, entries: [Entry(value: value)]).bytes()
  }

  func bytes() -> [UInt8] {
    let head = (mark ?? (isBigEndian ? [0x4D, 0x4D] : [0x49, 0x49])) + short(42) + long(directoryOffset)
    let firstLength = 2 + 12 * entries.count + 4
    let first = directory(entries, claimedCount, next: second.isEmpty ? 0 : 8 + firstLength)
    return head + first + (second.isEmpty ? [] : directory(second, nil, next: 0))
  }

  private func directory(_ entries: [Entry], _ claimed: Int?, next: Int) -> [UInt8] {
    var bytes = short(claimed ?? entries.count)
    for entry in entries {
      bytes += short(entry.tag) + short(entry.type) + long(entry.count)
      switch entry.type {
      case 1, 6: bytes += [UInt8(entry.value), 0, 0, 0]
      case 4, 9: bytes += long(entry.value)
      default: bytes += short(entry.value) + [0, 0]
      }
    }
    return bytes + long(next)
  }

  private func short(_ value: Int) -> [UInt8] { ordered([UInt8(value >> 8 & 255), UInt8(value & 255)]) }
  private func long(_ value: Int) -> [UInt8] { ordered(PNGFile.long(value)) }
  private func ordered(_ bytes: [UInt8]) -> [UInt8] { isBigEndian ? bytes : bytes.reversed() }
}
