/// A tensor or dump that cannot be read or written: a kind to branch on, the facts, and what to do.
public struct FeatureMapError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure. Cases may be added; the raw values are those of reports (`error.kind`).
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The bytes are not of the expected format at all (no magic number, no header).
    case notATensor = "not_a_tensor"
    /// The data ends before what its header announces.
    case truncated
    /// The data contradicts itself or breaks its format's grammar.
    case corrupt
    /// Well-formed, but of an element type, rank or layout that is not read; also a missing layout.
    case unsupported
    /// More bytes than the caller allows.
    case limit
    /// The operating system refused to read.
    case unreadable
    /// The operating system refused to write.
    case unwritable
  }

  public let kind: Kind
  /// What is wrong, with the values.
  public let message: String
  /// What to do about it, naming the option where there is one; empty if nothing helps.
  public let remedy: String
  /// The system's `errno` behind an `unreadable` or `unwritable`; `EPIPE`: the reader went away.
  public let systemError: Int32?

  public init(_ kind: Kind, _ message: String, remedy: String = "", systemError: Int32? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
    self.systemError = systemError
  }

  public var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
