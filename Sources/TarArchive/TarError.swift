/// Why an archive cannot be read on: a kind to act on, the facts with their place, and what to do.
public struct TarError: Error, Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// Its first block is no header.
    case notATar = "not_a_tar"
    /// It ends inside a header or a member.
    case truncated
    /// It contradicts the format.
    case corrupt
    /// Legal, but not served: sparse members, archives of several volumes, compressed ones.
    case unsupported
    /// A header that is larger than any honest one.
    case limit
    /// The system does not let it be read.
    case unreadable
  }

  public var kind: Kind
  /// One line.
  public var message: String
  /// One line; empty if there is nothing to advise.
  public var remedy: String

  public init(_ kind: Kind, _ message: String, remedy: String = "") {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }

  static let getAgain = "get the archive again"
}
