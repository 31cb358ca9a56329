/// Reads an archive from front to back: `ustar`, POSIX's extended headers, GNU's and version 7's.
///
/// Nothing that a header claims is allocated or trusted: contents come as they are read. Not to be used from two threads at once.
public final class TarReader {
  /// How the archive ended.
  public enum Ending: Hashable, Sendable {
    /// With the blocks of zeros that say so.
    case marked
    /// Behind a whole member, where more could have followed.
    case unmarked
  }

  /// Names and extended headers of one member, in bytes.
  private static let mostHeaderBytes = 1 << 20

  private var input: TarInput
  private var members = 0
  /// Content of the last member that was not read, and its size.
  private var left = 0
  private var current: TarMember?
  /// Set once there are no more members.
  public private(set) var ending: Ending?

  /// - Parameter fetch: gives some bytes, at least one; none at the end.
  public init(_ fetch: @escaping () throws(TarError) -> [UInt8]) { input = TarInput(fetch) }

  /// Bytes read so far.
  public var offset: Int { input.offset }

  /// The next member; nil at the end. What is left of the content before it is passed over.
  public func next() throws(TarError) -> TarMember? {
    if ending != nil { return nil }
    try passContent()
    let start = input.offset
    var extensions = TarExtensions(offset: start)
    while true {
      guard let header = try nextHeader(extensions) else { return nil }
      switch header.type {
      case UInt8(ascii: "L"): try extensions.add(longName: try extra(header, extensions))
      case UInt8(ascii: "K"): try extensions.add(longLink: try extra(header, extensions))
      // Solaris's own letter for the same thing.
      case UInt8(ascii: "x"), UInt8(ascii: "X"): try extensions.add(records: try extra(header, extensions))
      case UInt8(ascii: "g"): try TarExtensions.check(global: try extra(header, extensions), offset: start)
      default:
        let member = try extensions.member(header)
        members += 1
        current = member
        left = member.size
        return member
      }
    }
  }

  /// The next bytes of the member's content, up to `count`; fewer only at its end.
  public func content(_ count: Int) throws(TarError) -> [UInt8] {
    let bytes = try input.read(min(count, left))
    try account(bytes.count, of: min(count, left))
    return bytes
  }

  /// Whether anything but zeros stands within the next bytes behind the end.
  public func hasMore(within count: Int) throws(TarError) -> Bool {
    var rest = count
    while rest > 0 {
      let bytes = try input.read(min(rest, 1 << 16))
      if bytes.isEmpty { return false }
      if bytes.contains(where: { $0 != 0 }) { return true }
      rest -= bytes.count
    }
    return false
  }

  // MARK: - Content

  private func passContent() throws(TarError) {
    guard let member = current else { return }
    let wanted = left
    try account(try input.skip(wanted), of: wanted)
    let padding = (TarHeader.blockSize - member.size % TarHeader.blockSize) % TarHeader.blockSize
    guard try input.skip(padding) == padding else { throw cut(member, missing: "its last block is cut") }
    current = nil
  }

  private func account(_ count: Int, of wanted: Int) throws(TarError) {
    left -= count
    guard count < wanted, let member = current else { return }
    throw cut(member, missing: "\(member.size - left) of its \(member.size) bytes are there")
  }

  private func cut(_ member: TarMember, missing: String) -> TarError {
    TarError(
      .truncated,
      "ends inside \(TarError.shown(member.name)), which begins at byte \(member.offset): \(missing)",
      remedy: TarError.getAgain)
  }

  // MARK: - Headers

  /// Nil at the end.
  private func nextHeader(_ extensions: TarExtensions) throws(TarError) -> TarHeader? {
    let place = input.offset
    let block = try input.read(TarHeader.blockSize)
    guard !block.isEmpty else {
      guard extensions.isEmpty else { throw lonely(extensions) }
      guard place > 0 else { throw TarError(.truncated, "is empty", remedy: TarError.getAgain) }
      ending = .unmarked
      return nil
    }
    guard block.count == TarHeader.blockSize else {
      if members == 0, place == 0 { throw TarError.notATar(block) }
      throw TarError(
        .truncated, "ends at byte \(input.offset), inside the header that begins at byte \(place)",
        remedy: TarError.getAgain)
    }
    let header = TarHeader(block)
    if header.isZero {
      guard extensions.isEmpty else { throw lonely(extensions) }
      ending = .marked
      return nil
    }
    guard header.hasRightChecksum else {
      if place == 0 { throw TarError.notATar(block) }
      throw TarError(
        .corrupt, "the header at byte \(place) has a wrong checksum", remedy: TarError.getAgain)
    }
    return header
  }

  private func lonely(_ extensions: TarExtensions) -> TarError {
    TarError(
      .truncated, "ends behind the extended header at byte \(extensions.offset), whose member is missing",
      remedy: TarError.getAgain)
  }

  /// The content of a header that speaks of the next member.
  private func extra(_ header: TarHeader, _ extensions: TarExtensions) throws(TarError) -> [UInt8] {
    guard let size = header.size else { throw TarExtensions.badSize(extensions.offset) }
    guard size <= TarReader.mostHeaderBytes else {
      throw TarError(
        .limit,
        "the extended header at byte \(extensions.offset) claims \(size) bytes; at most "
          + "\(TarReader.mostHeaderBytes) are read", remedy: TarError.getAgain)
    }
    let padded = (size + TarHeader.blockSize - 1) / TarHeader.blockSize * TarHeader.blockSize
    let bytes = try input.read(padded)
    guard bytes.count == padded else {
      throw TarError(
        .truncated,
        "ends at byte \(input.offset), inside the extended header that begins at byte \(extensions.offset)",
        remedy: TarError.getAgain)
    }
    return Array(bytes[..<size])
  }
}
