/// What headers ahead of a member's own say of it: its name or link where they are long, its size where it is large.
struct TarExtensions {
  /// Where the first of them begins.
  let offset: Int
  private var longName: [UInt8]?
  private var longLink: [UInt8]?
  private var records: PaxRecords?

  init(offset: Int) { self.offset = offset }

  var isEmpty: Bool { longName == nil && longLink == nil && records == nil }

  // Readers differ in which of two headers of one kind holds, so an archive with two says different things to different people.
  mutating func add(longName bytes: [UInt8]) throws(TarError) {
    guard longName == nil else { throw twice }
    longName = Array(bytes.prefix { $0 != 0 })
  }

  mutating func add(longLink bytes: [UInt8]) throws(TarError) {
    guard longLink == nil else { throw twice }
    longLink = Array(bytes.prefix { $0 != 0 })
  }

  mutating func add(records bytes: [UInt8]) throws(TarError) {
    guard records == nil else { throw twice }
    records = try PaxRecords(bytes, offset: offset)
  }

  /// A header for all members that follow. Comments and the like are passed over; names and sizes for all make no sense.
  static func check(global bytes: [UInt8], offset: Int) throws(TarError) {
    let records = try PaxRecords(bytes, offset: offset)
    for key in ["path", "linkpath", "size"] where records.values[key] != nil {
      throw TarError(
        .unsupported, "the global header at byte \(offset) gives every member one \(key)",
        remedy: "pack the archive anew")
    }
    if records.isSparse { throw sparse(offset) }
  }

  private var twice: TarError {
    TarError(
      .corrupt, "two extended headers of one kind speak of the member at byte \(offset)",
      remedy: "pack the archive anew")
  }

  static func badSize(_ offset: Int) -> TarError {
    TarError(
      .corrupt, "the header at byte \(offset) gives a size that is negative, no number or beyond every file",
      remedy: TarError.getAgain)
  }

  private static func sparse(_ offset: Int) -> TarError {
    TarError(
      .unsupported, "the member at byte \(offset) is stored sparse",
      remedy: "pack the archive anew without --sparse")
  }

  /// The member that a header stands for, with what was said before it.
  func member(_ header: TarHeader) throws(TarError) -> TarMember {
    if records?.isSparse == true { throw TarExtensions.sparse(offset) }
    let kind = try kind(header)
    var member = TarMember(name: header.name, kind: kind, linkName: header.linkName, size: 0, offset: offset)
    member.name = try chosen("path", longName) ?? header.name
    member.linkName = try chosen("linkpath", longLink) ?? header.linkName
    if kind == .file, header.type == 0, member.name.last == UInt8(ascii: "/") { member.kind = .directory }
    if kind == .characterDevice || kind == .blockDevice {
      guard let major = header.deviceMajor, let minor = header.deviceMinor else {
        throw TarError(
          .corrupt, "the device at byte \(offset) has no numbers", remedy: TarError.getAgain)
      }
      (member.deviceMajor, member.deviceMinor) = (major, minor)
    }
    if member.kind.hasContent { member.size = try size(header) }
    return member
  }

  private func size(_ header: TarHeader) throws(TarError) -> Int {
    let size: Int?
    if let text = records?.values["size"], !text.isEmpty {
      size = PaxRecords.decimal(text)
    } else {
      size = header.size
    }
    // No file has more bytes than a signed offset counts, and sums of sizes and offsets must not run over.
    guard let size, size < 1 << 62 else { throw TarExtensions.badSize(offset) }
    return size
  }

  private func chosen(_ key: String, _ long: [UInt8]?) throws(TarError) -> [UInt8]? {
    // An empty record takes back what was said before.
    guard let value = records?.values[key], !value.isEmpty else { return long }
    guard !value.contains(0) else {
      throw TarError(
        .corrupt, "the extended header at byte \(offset) gives a \(key) with a zero byte in it",
        remedy: TarError.getAgain)
    }
    guard long == nil || long == value else {
      throw TarError(
        .corrupt, "the member at byte \(offset) has two names", remedy: "pack the archive anew")
    }
    return value
  }

  private func kind(_ header: TarHeader) throws(TarError) -> TarMember.Kind {
    switch header.type {
    // 7: a file in one piece, which is a file.
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): return .file
    case UInt8(ascii: "1"): return .hardLink
    case UInt8(ascii: "2"): return .symbolicLink
    case UInt8(ascii: "3"): return .characterDevice
    case UInt8(ascii: "4"): return .blockDevice
    case UInt8(ascii: "5"): return .directory
    case UInt8(ascii: "6"): return .pipe
    case UInt8(ascii: "S"): throw TarExtensions.sparse(offset)
    case UInt8(ascii: "M"), UInt8(ascii: "V"), UInt8(ascii: "D"), UInt8(ascii: "N"):
      throw TarError(
        .unsupported, "the member at byte \(offset) belongs to a backup of several volumes or increments",
        remedy: "extract it with the program that made it, and pack the files anew")
    case let type: return .other(type)
    }
  }
}
