/// What an archive says of one of its members. A name is bytes that are only passed on: it may be absolute, climb with `..` or
/// stand twice, and no file is ever opened by it.
public struct TarMember: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Its content follows the header.
    case file
    case directory, hardLink, symbolicLink, characterDevice, blockDevice, pipe
    /// A type of some program's own, whose content follows as a file's does.
    case other(UInt8)

    /// Whether `size` bytes follow the header; of all others readers take the size for nothing.
    public var hasContent: Bool {
      switch self {
      case .file, .other: true
      case .directory, .hardLink, .symbolicLink, .characterDevice, .blockDevice, .pipe: false
      }
    }
  }

  public var name: [UInt8]
  public var kind: Kind
  /// What a link points to.
  public var linkName: [UInt8]
  /// A device's numbers.
  public var deviceMajor: Int
  public var deviceMinor: Int
  /// Bytes of content; 0 for members without.
  public var size: Int
  /// The byte of the archive at which its first header begins.
  public var offset: Int

  public init(
    name: [UInt8], kind: Kind = .file, linkName: [UInt8] = [], deviceMajor: Int = 0, deviceMinor: Int = 0,
    size: Int, offset: Int = 0
  ) {
    self.name = name
    self.kind = kind
    self.linkName = linkName
    self.deviceMajor = deviceMajor
    self.deviceMinor = deviceMinor
    self.size = size
    self.offset = offset
  }
}
