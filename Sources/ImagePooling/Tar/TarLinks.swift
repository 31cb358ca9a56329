internal import TarArchive

/// Lets links follow the pictures that they lead to, where these have got other names, and tells which cannot.
///
/// Of a picture with another name 16 bytes are kept, of at most 131,072 pictures, the last ones; of symbolic links to what has not come
/// yet their names, 1 MiB at most.
struct TarLinks {
  /// What became of a picture whose name is no longer there.
  private enum Fate {
    case renamed
    /// A member that says why it failed stands in its place.
    case replaced
  }

  private static let mostOfGeneration = 1 << 16
  private static let mostWaitingBytes = 1 << 20

  private let format: String?
  private let replaces: Bool
  /// By old names. The older ones are forgotten once there are too many younger ones.
  private var younger: [NameHash: Fate] = [:]
  private var older: [NameHash: Fate] = [:]
  private var hasForgotten = false
  /// Links by what they lead to, if that has not come.
  private var waiting: [NameHash: [Path]] = [:]
  private var waitingBytes = 0

  init(_ batch: TarBatch) {
    format = batch.format
    replaces = batch.failures == .member
  }

  /// No member gets another name.
  private var isIdle: Bool { format == nil && !replaces }

  /// Notes that a member has been written.
  ///
  /// - Parameter isReplaced: it is not there, but for what says why.
  /// - Returns: a warning per link before it that leads nowhere now.
  mutating func note(_ name: Path, as output: Path, isReplaced: Bool = false) -> [String] {
    guard !isIdle, let key = TarLinks.key(TarLinks.parts(name.bytes)) else { return [] }
    if name == output {
      // It takes the place of an earlier one of its name.
      (younger[key], older[key]) = (nil, nil)
    } else {
      if younger.count >= TarLinks.mostOfGeneration {
        hasForgotten = hasForgotten || !older.isEmpty
        (older, younger) = (younger, [:])
      }
      younger[key] = isReplaced ? .replaced : .renamed
    }
    guard let links = waiting.removeValue(forKey: key) else { return [] }
    waitingBytes -= links.reduce(0) { $0 + $1.bytes.count }
    guard name != output else { return [] }
    return links.map { "the link \($0) before it leads nowhere, since this is \(output) now" }
  }

  /// Leads a link to the new name of its picture, if that came before.
  ///
  /// - Returns: a warning if the link leads nowhere, or may do so.
  mutating func follow(_ member: inout TarMember) -> String? {
    let isSymbolic = member.kind == .symbolicLink
    guard !isIdle, isSymbolic || member.kind == .hardLink, let key = TarLinks.target(of: member) else {
      return nil
    }
    let old = Path(bytes: member.linkName)
    let new = TarNaming.name(old, as: format)
    switch younger[key] ?? older[key] {
    case .renamed:
      member.linkName = new.bytes
      return nil
    case .replaced: return "leads to \(old), which could not be pooled and is not there"
    case nil: break
    }
    guard replaces || new != old else { return nil }
    if isSymbolic, waitingBytes + member.name.count <= TarLinks.mostWaitingBytes {
      waiting[key, default: []].append(Path(bytes: member.name))
      waitingBytes += member.name.count
      return nil
    }
    guard isSymbolic || hasForgotten else { return nil }
    return "leads to \(old), which may have another name; too many are between them to know"
  }

  // MARK: - Names

  /// What a link leads to; nil if that is no file of an archive.
  private static func target(of member: TarMember) -> NameHash? {
    // A link of that form leads to a directory.
    guard let last = member.linkName.split(separator: slash, omittingEmptySubsequences: false).last,
      !last.isEmpty, last != [dot], last != [dot, dot]
    else { return nil }
    guard member.kind == .symbolicLink, member.linkName.first != slash else {
      return key(parts(member.linkName))
    }
    return key(parts(member.name).dropLast() + parts(member.linkName))
  }

  private static let slash = UInt8(ascii: "/"), dot = UInt8(ascii: ".")

  private static func parts(_ name: [UInt8]) -> [ArraySlice<UInt8>] {
    // A leading slash makes a name of its own.
    (name.first == slash ? [[]] : []) + name.split(separator: slash)
  }

  /// One key for all spellings of a name; nil if it leads out of the archive.
  private static func key(_ parts: [ArraySlice<UInt8>]) -> NameHash? {
    var kept: [ArraySlice<UInt8>] = []
    for part in parts where part != [dot] {
      if part == [dot, dot] {
        if kept.popLast() == nil { return nil }
      } else {
        kept.append(part)
      }
    }
    return NameHash(Array(kept.joined(separator: [slash])))
  }
}
