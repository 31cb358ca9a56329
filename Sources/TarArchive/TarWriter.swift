/// Makes the bytes of an archive around its members' contents. What a header says beside name, type, size and link is the same in
/// every archive: modes 0644 (directories 0755, symbolic links 0777), owner and time 0, no owners' names.
///
/// A header is POSIX's `ustar`; what does not fit into it (long names, sizes from 8 GiB) gets an extended header before it.
public struct TarWriter {
  /// Readers take archives in records of so many bytes, and other programs fill the last one up.
  private static let recordSize = 20 * TarHeader.blockSize

  /// Bytes made so far, contents included.
  public private(set) var count = 0

  public init() {}

  /// What stands before a member's content. The content itself, `member.size` bytes, is for the caller to write.
  public mutating func header(_ member: TarMember) -> [UInt8] {
    let (type, mode) = TarWriter.typeAndMode(member.kind)
    let size = member.kind.hasContent ? member.size : 0
    let split = TarWriter.split(member.name)
    var records: [UInt8] = []
    if split == nil { records += PaxRecords.encoded("path", member.name) }
    if member.linkName.count > 100 { records += PaxRecords.encoded("linkpath", member.linkName) }
    let hasLargeSize = size > TarNumber.largest(width: 12)
    if hasLargeSize { records += PaxRecords.encoded("size", Array(String(size).utf8)) }
    var bytes: [UInt8] = []
    if !records.isEmpty {
      let names = (split == nil ? member.name : []) + (member.linkName.count > 100 ? member.linkName : [])
      if String(validating: names, as: UTF8.self) == nil {
        records = PaxRecords.encoded("hdrcharset", Array("BINARY".utf8)) + records
      }
      bytes += TarHeader.encoded(
        name: Array("././@PaxHeader".utf8), type: UInt8(ascii: "x"), mode: 0o644, size: records.count)
      bytes += records + TarWriter.zeros(after: records.count)
    }
    bytes += TarHeader.encoded(
      name: split?.name ?? member.name, prefix: split?.prefix ?? [], type: type, mode: mode,
      size: hasLargeSize ? 0 : size, linkName: member.linkName,
      deviceMajor: min(member.deviceMajor, TarNumber.largest(width: 8)),
      deviceMinor: min(member.deviceMinor, TarNumber.largest(width: 8)))
    count += bytes.count + size
    return bytes
  }

  /// What stands behind a member's content.
  public mutating func padding(_ member: TarMember) -> [UInt8] {
    guard member.kind.hasContent else { return [] }
    let zeros = TarWriter.zeros(after: member.size)
    count += zeros.count
    return zeros
  }

  /// Two blocks of zeros, and as many as fill the record.
  public mutating func end() -> [UInt8] {
    let least = 2 * TarHeader.blockSize
    let rest = (count + least) % TarWriter.recordSize
    let zeros = [UInt8](repeating: 0, count: least + (rest == 0 ? 0 : TarWriter.recordSize - rest))
    count += zeros.count
    return zeros
  }

  private static func zeros(after size: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: (TarHeader.blockSize - size % TarHeader.blockSize) % TarHeader.blockSize)
  }

  private static func typeAndMode(_ kind: TarMember.Kind) -> (UInt8, Int) {
    switch kind {
    case .file: (UInt8(ascii: "0"), 0o644)
    case .hardLink: (UInt8(ascii: "1"), 0o644)
    case .symbolicLink: (UInt8(ascii: "2"), 0o777)
    case .characterDevice: (UInt8(ascii: "3"), 0o644)
    case .blockDevice: (UInt8(ascii: "4"), 0o644)
    case .directory: (UInt8(ascii: "5"), 0o755)
    case .pipe: (UInt8(ascii: "6"), 0o644)
    case .other(let type): (type, 0o644)
    }
  }

  /// The two parts of a name that `ustar` puts together again with a slash; nil if there are none short enough.
  private static func split(_ name: [UInt8]) -> (prefix: [UInt8], name: [UInt8])? {
    if name.count <= 100 { return ([], name) }
    guard name.count <= 256,
      let slash = name[(name.count - 101)...].firstIndex(of: UInt8(ascii: "/")), slash > 0, slash <= 155,
      slash < name.count - 1
    else { return nil }
    return (Array(name[..<slash]), Array(name[(slash + 1)...]))
  }
}
