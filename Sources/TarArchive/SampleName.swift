/// A member's name as WebDataset takes it apart: samples are neighbours with one key.
///
/// Source of the rule: `base_plus_ext` of the Python package `webdataset`, the expression `^((?:.*/|)[^.]+)[.]([^/]*)$`: the key
/// is everything up to the first dot of the last component, the extension is what follows that dot.
public struct SampleName: Hashable, Sendable {
  /// Directories included.
  public let key: [UInt8]
  /// Everything behind the first dot of the last component: `seg.png` of `a/0001.seg.png`; may be empty.
  public let fileExtension: [UInt8]

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  /// Nil for a name that belongs to no sample.
  public init?(_ name: [UInt8]) {
    let last = name.lastIndex(of: SampleName.slash).map { $0 + 1 } ?? 0
    guard let first = name[last...].firstIndex(of: SampleName.dot) else { return nil }
    // The expression lets the part without dots begin at any component, so that `a/.hidden` has the key `a/`. The longest
    // such part is the likeliest to match.
    var start = 0
    if let before = name[..<first].lastIndex(of: SampleName.dot) {
      guard let slash = name[before...].firstIndex(of: SampleName.slash) else { return nil }
      start = slash + 1
    }
    // `.` matches no line break, so none may stand ahead of that part.
    guard start < first, !name[..<start].contains(0x0A) else { return nil }
    key = Array(name[..<first])
    fileExtension = Array(name[(first + 1)...])
  }

  /// What WebDataset passes over whatever else it is: `__name__`, and what is in a directory of such a name.
  public static func isMetadata(_ name: [UInt8]) -> Bool {
    let component = name.prefix { $0 != slash }
    let mark = Array("__".utf8)
    guard component.starts(with: mark), component.suffix(2).elementsEqual(mark) else { return false }
    return component.count >= 4 || component.count == name.count
  }
}
